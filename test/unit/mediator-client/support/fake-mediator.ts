import { CommandRefusedError } from '../../../../lib/mediator-client/command-refused-error.ts';
import type { CommandClient } from '../../../../lib/mediator-client/send-command.ts';
import { UnreachableError } from '../../../../lib/net/unreachable-error.ts';

interface Item {
  id: string;
  payload: string;
}

/** A mediator in memory that keeps ids as a real one does, and fails on demand. */
export interface FakeMediator {
  commands: CommandClient;
  /** What is in each recipient's queue, in order of arrival; each id once. */
  received: Map<string, Item[]>;
  saved: Map<string, string>;
  /** Types of the commands that arrived, in order, with their recipients. */
  log: { type: string; recipient: string; events: number }[];
  /** Ids that arrived again with the same bytes. */
  repeats: number;
  /** Throws instead of the effect (`before`), or after it, as a lost reply does (`after`). */
  fault: ((type: string, moment: 'before' | 'after', recipient: string) => void) | null;
  /** A code to refuse one event with. */
  refuseEvent: ((id: string) => string | null) | null;
  withoutBatches: boolean;
}

export function fakeMediator(): FakeMediator {
  const fake: FakeMediator = {
    received: new Map(),
    saved: new Map(),
    log: [],
    repeats: 0,
    fault: null,
    refuseEvent: null,
    withoutBatches: false,
    commands: {
      now: () => Date.now(),
      async send(_keys, _mediatorDid, { recipientDid, payload }, options) {
        await Promise.resolve();
        if (options?.signal?.aborted) throw new UnreachableError('aborted');
        const { type } = payload;
        fake.fault?.(type, 'before', recipientDid);
        const reply = effect(payload as unknown as Record<string, unknown>, recipientDid);
        fake.fault?.(type, 'after', recipientDid);
        return reply as never;
      },
    },
  };

  function effect(payload: Record<string, unknown>, recipient: string): unknown {
    const type = payload.type as string;
    const events = (payload.events ?? []) as Item[];
    fake.log.push({ type, recipient, events: events.length });
    if (type === 'SEND_EVENTS') {
      if (fake.withoutBatches) throw new CommandRefusedError('UNSUPPORTED_COMMAND', 400, null, false);
      return { results: events.map((event) => accept(recipient, event)) };
    }
    if (type === 'SEND_EVENT') {
      const result = accept(recipient, payload as unknown as Item);
      if (!result.ok) throw new CommandRefusedError(result.code ?? '', 409, null, false);
      return { event_id: result.id };
    }
    if (type === 'SAVE_EVENTS') {
      const bad = events.map(({ id }) => fake.refuseEvent?.(id)).find((code) => code);
      if (bad) throw new CommandRefusedError(bad, 400, null, false);
      for (const { id, payload: bytes } of events) if (!fake.saved.has(id)) fake.saved.set(id, bytes);
      return { event_ids: events.map(({ id }) => id) };
    }
    return { done: true };
  }

  function accept(recipient: string, { id, payload }: Item): { id: string; ok: boolean; code?: string } {
    const refusal = fake.refuseEvent?.(id);
    if (refusal) return { id, ok: false, code: refusal };
    const queue = fake.received.get(recipient) ?? [];
    fake.received.set(recipient, queue);
    const known = queue.find((item) => item.id === id);
    if (known !== undefined) {
      fake.repeats += 1;
      return known.payload === payload ? { id, ok: true } : { id, ok: false, code: 'ID_CONFLICT' };
    }
    queue.push({ id, payload });
    return { id, ok: true };
  }

  return fake;
}
