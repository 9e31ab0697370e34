import { createChainSettings } from '../../../lib/domain/chain-settings.ts';
import { change } from '../../../lib/domain/change.ts';
import type { DomainEvent } from '../../../lib/domain/changes.ts';
import type { ConnectedDomain } from '../../../lib/domain/connected-domain.ts';
import type { Tx } from '../../../lib/domain/tx.ts';
import type { NewOutboxRow } from '../../../lib/mediator-client/outbox/outbox-row.ts';
import type { FinalResult } from '../../../lib/mediator-client/outbox/outbox-sink.ts';
import type { StoredOutboxRow } from '../../../lib/mediator-client/outbox/outbox-table.ts';
import { createMediatorDirectory } from '../../../lib/mediator-client/resolve-mediator.ts';
import { UnreachableError } from '../../../lib/net/unreachable-error.ts';
import { createOutboxSink } from '../../../lib/sync/outbox-sink.ts';
import { domainFixture } from '../domain/domain-fixture.ts';

/** Longer than a read of the disk takes, so that what is read too early has been read. */
const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 40));

/** The real sink over a real domain, with an outbox that keeps rows and sends none. */
export async function sinkFixture() {
  const fixture = await domainFixture();
  const { db, clock } = fixture;
  const fetch = () => Promise.reject(new UnreachableError('network'));
  const domain: ConnectedDomain = {
    ...fixture.domain,
    directory: createMediatorDirectory({ fetch, clock }),
    registrations: { ensure: async () => undefined },
    chainSettings: createChainSettings(db),
    fetch,
  };
  const sink = createOutboxSink(() => domain);
  /** What sites were told, in order. */
  const events: DomainEvent[] = [];
  domain.changes.onDomain((event) => events.push(event));

  const made = {
    ...fixture,
    domain,
    sink,
    events,
    /** Writes rows and whatever else `facts` does, and gives the rows as the outbox has them when their answers come. */
    async wait(rows: readonly NewOutboxRow[], facts: (tx: Tx) => void = () => undefined) {
      await change(domain, async (tx) => {
        facts(tx);
        for (const row of rows) tx.send(row);
      });
      const all = await made.waitingRows();
      return rows.map(({ id }) => {
        const found = all.find((stored) => stored.row.id === id);
        if (found === undefined) throw new Error(`${id} does not wait`);
        return found;
      });
    },
    settle: (results: readonly FinalResult[], dependents: readonly StoredOutboxRow[] = []) =>
      sink.settle(results, async (ids) => dependents.filter(({ row }) => ids.includes(row.after ?? ''))),
    /** Settles while `meanwhile` already holds the lock: what it writes is on the disk before the settlement decides. */
    async settleDuring(meanwhile: (tx: Tx) => Promise<unknown>, results: readonly FinalResult[]) {
      const entered = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const first = change(domain, async (tx) => {
        entered.resolve();
        await goOn.promise;
        await meanwhile(tx);
      });
      await entered.promise;
      const settled = made.settle(results);
      await rest();
      goOn.resolve();
      await first;
      return settled;
    },
    /** Ids of the rows that wait. */
    waitingIds: async () => (await made.waitingRows()).map(({ row }) => row.id),
  };
  return made;
}

export const accepted = (stored: StoredOutboxRow | undefined, reply: unknown = {}): FinalResult => ({
  stored: present(stored),
  state: 'accepted',
  reply,
});

export const refused = (stored: StoredOutboxRow | undefined, code: string): FinalResult => ({
  stored: present(stored),
  state: 'refused',
  code,
});

function present(stored: StoredOutboxRow | undefined): StoredOutboxRow {
  if (stored === undefined) throw new Error('no such row');
  return stored;
}
