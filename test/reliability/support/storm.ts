import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { MessageView } from '../../../lib/api/popup/popup-rpc.ts';
import { waitUntil } from '../../support/wait-until.ts';
import type { BrowserTalker } from './browser-pair.ts';
import { createHistory, faultless, judge, missedFaults } from './history.ts';

export interface StormOptions {
  /** Messages each of the two writes. */
  each: number;
  /** Before a message: how long its writer pauses, milliseconds. */
  pause?: (at: number) => number;
  /** Milliseconds for everything to arrive after the last message was taken. */
  healing: number;
}

/**
 * Lets two write to each other at the same time while something else kills their workers, then reads both conversations
 * and decides: everything that was taken arrived, once, in its order, with no gap, in the writer's own history as well.
 */
export async function storm(
  people: [BrowserTalker, BrowserTalker],
  { each, pause, healing }: StormOptions,
  calm: () => void,
): Promise<{ total: number; arrivedAfterMs: number }> {
  const history = createHistory();
  await Promise.all(
    people.map(async ({ name, rpc, conversationId }) => {
      for (let at = 0; at < each; at++) {
        if (pause !== undefined) await delay(pause(at));
        const text = `${name} ${at}`;
        // The same key again is the same message, however often the worker died under it.
        await rpc.insist('conversation_send', { conversationId, text, idempotencyKey: `key-${name}-${at}` });
        history.acknowledged(`from ${name}`, text);
        history.acknowledged(`own of ${name}`, text);
      }
    }),
  );
  calm();
  const from = performance.now();
  const [alice, bob] = people;
  for (const one of people) {
    const other = one === alice ? bob : alice;
    await waitUntil(
      `${one.name} to have everything`,
      async () => {
        await one.rpc.insist('sync_now');
        await other.rpc.insist('sync_now');
        const items = await one.read();
        return items.filter((item) => item.kind === 'message' && item.direction === 'in').length >= each;
      },
      healing,
    );
  }
  const arrivedAfterMs = Math.round(performance.now() - from);
  for (const one of people) {
    const other = one === alice ? bob : alice;
    const items = await one.read();
    expect(items.filter(({ kind }) => kind === 'gap')).toEqual([]);
    const messages = items.filter((item): item is MessageView => item.kind === 'message');
    for (const { direction, text } of messages) {
      history.visible(direction === 'in' ? `from ${other.name}` : `own of ${one.name}`, text ?? '');
    }
    const states = new Set(messages.filter(({ direction }) => direction === 'out').map(({ state }) => state));
    expect([...states].filter((state) => !['accepted', 'delivered', 'read'].includes(state))).toEqual([]);
  }
  expect(judge(history.read())).toEqual(faultless(each * 4));
  expect(missedFaults(history.read())).toEqual([]);
  return { total: each * 2, arrivedAfterMs };
}
