import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { createHistory, judge, missedFaults } from './support/history.ts';
import { type MediatorLoad, startMediatorLoad } from './support/mediator-load.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';

const SECONDS = size(60, 600);
const OWN_LIMITS_SECONDS = size(15, 60);
const KILL_EVERY_MS = 2_000;
const PER_SECOND = 200;
const TICK_MS = 50;
/** One receiver reads, saves and acknowledges all 200; its own limits are for people. */
const LIMITS = {
  unauthenticated_per_minute: 100_000,
  events_per_second: 10_000,
  events_burst: 100_000,
  commands_per_second: 10_000,
  commands_burst: 10_000,
};

let mediator: RunningMediator | undefined;
let load: MediatorLoad | undefined;

afterEach(async () => {
  await load?.stop();
  await mediator?.stop();
});

async function killFor(seconds: number, limits: Record<string, number> | null): Promise<void> {
  const first = await startMediator({ limits });
  mediator = first;
  const { dataDir, port } = first;
  const history = createHistory();
  const running = () => mediator ?? first;
  const making = await startMediatorLoad(running, history);
  load = making;

  const end = performance.now() + seconds * 1_000;
  let owed = 0;
  let last = performance.now();
  const producer = setInterval(() => {
    const now = performance.now();
    owed += ((now - last) / 1_000) * PER_SECOND;
    last = now;
    making.produce(Math.floor(owed));
    owed -= Math.floor(owed);
  }, TICK_MS);

  let kills = 0;
  let longestOutageMs = 0;
  try {
    while (performance.now() < end) {
      const killAt = performance.now() + KILL_EVERY_MS;
      const before = making.acknowledgedCount();
      await waitUntil('the mediator to take messages', () => making.acknowledgedCount() > before, 30_000);
      await delay(Math.max(0, killAt - performance.now()));
      const from = performance.now();
      await running().kill();
      kills += 1;
      mediator = await startMediator({ dataDir, port, limits });
      longestOutageMs = Math.max(longestOutageMs, performance.now() - from);
    }
  } finally {
    clearInterval(producer);
  }
  await making.drained();
  for (const id of await making.savedNow()) history.visible('own copies', id);

  const verdict = judge(history.read());
  report('mediator SIGKILL', {
    seconds,
    limits: limits === null ? 'its own' : Object.keys(limits).join(' '),
    kills,
    'longest outage ms': Math.round(longestOutageMs),
    'sent and own copies acknowledged': verdict.total,
    lost: verdict.lost.length,
    twice: verdict.twice.length,
    resurrected: making.resurrected().length,
  });
  expect(verdict).toMatchObject({ lost: [], twice: [], invented: [] });
  expect(making.resurrected()).toEqual([]);
  const sent = [...history.read().acknowledged].filter(([stream]) => stream !== 'own copies');
  expect(judge({ ...history.read(), acknowledged: new Map(sent) }).outOfOrder).toEqual([]);
  // Everything that was produced got through, so the rate was kept over the whole run.
  expect(verdict.total).toBeGreaterThanOrEqual(seconds * PER_SECOND * 2 * 0.9);
  expect(kills).toBeGreaterThanOrEqual(Math.floor(seconds / 8));
  expect(missedFaults(history.read())).toEqual([]);
}

describe('a mediator that is killed', () => {
  it(`R-02 loses nothing it acknowledged and shows nothing twice: SIGKILL every 2 s for ${SECONDS} s under ${PER_SECOND} messages a second`, () =>
    killFor(SECONDS, LIMITS));

  it(`R-02 nor under its own limits, without any override, for ${OWN_LIMITS_SECONDS} s`, () =>
    killFor(OWN_LIMITS_SECONDS, null));
});
