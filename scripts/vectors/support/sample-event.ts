import { type EventMeta, formatEvent } from '../../../lib/protocol/event.ts';

/** The number of a device's events in all vectors. */
export const DEVICE = '0123456789abcdef';

/** The text of a chat message with its numbers; `changes` to its `meta`. */
export function sampleEvent(content: string, changes: Partial<EventMeta> = {}): string {
  const meta: EventMeta = {
    id: 'event-1',
    dev: DEVICE,
    seq: 1,
    prev: null,
    tags: ['chat', 'chat.abc'],
    ...changes,
  };
  return formatEvent({ type: 'chat.message', data: { chatId: 'abc', content }, meta });
}
