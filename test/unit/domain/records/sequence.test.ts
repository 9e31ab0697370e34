import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bookSequence,
  emptyMark,
  MAX_MISSING_RANGES,
  missingBefore,
  type SequenceMark,
} from '../../../../lib/domain/records/sequence-mark.ts';
import { advances } from '../../../../lib/messages/control-events.ts';
import { lastLineOf, messageText } from '../../../../lib/messages/conversation-row.ts';
import { gapBefore, orderMessages, streamOf } from '../../../../lib/messages/order-messages.ts';

const book = (mark: SequenceMark, seq: number) => bookSequence(mark, seq, `h${seq - 1}`, `h${seq}`);

describe('the numbers of one device', () => {
  it('T-38 count once, whatever order and however often they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 120 }), (numbers) => {
        const mark = emptyMark();
        const seen = new Set<number>();
        for (const seq of numbers) {
          expect(book(mark, seq)).toBe(seen.has(seq) ? 'duplicate' : 'new');
          seen.add(seq);
        }
        const high = Math.max(0, ...numbers);
        const missing = Array.from({ length: high }, (_, at) => at + 1).filter((seq) => !seen.has(seq));
        expect(mark.high).toBe(high);
        expect(
          mark.missing.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
        ).toEqual(missing);
      }),
    );
  });

  it('T-42 leave a gap where some are missing, and close it when they come', () => {
    const mark = emptyMark();
    for (const seq of [1, 2, 6, 9]) book(mark, seq);
    expect(mark.missing).toEqual([
      [3, 5],
      [7, 8],
    ]);
    expect(missingBefore(mark, 6)).toBe(3);
    expect(missingBefore(mark, 9)).toBe(2);
    expect(missingBefore(mark, 2)).toBe(0);
    for (const seq of [4, 3, 5]) expect(book(mark, seq)).toBe('new');
    expect(missingBefore(mark, 6)).toBe(0);
    expect(book(mark, 4)).toBe('duplicate');
    for (const seq of [8, 7]) book(mark, seq);
    expect(mark.missing).toEqual([]);
  });

  it('refuse to grow without end, and take a leap as one hole', () => {
    const mark = emptyMark();
    expect(book(mark, Number.MAX_SAFE_INTEGER)).toBe('new');
    expect(mark.missing).toHaveLength(1);
    const holes = emptyMark();
    for (let at = 1; at <= MAX_MISSING_RANGES; at++) book(holes, at * 2);
    const seq = MAX_MISSING_RANGES * 2;
    expect(book(holes, seq + 2)).toBe('refused');
    expect(book(holes, seq + 1)).toBe('new');
    expect(holes.missing).toHaveLength(MAX_MISSING_RANGES);
    const middle = emptyMark();
    for (let at = 0; at < MAX_MISSING_RANGES; at++) book(middle, (at + 1) * 10);
    expect(book(middle, 5)).toBe('refused');
    expect(middle.missing).toHaveLength(MAX_MISSING_RANGES);
  });

  it('notice a device that tells two stories', () => {
    const mark = emptyMark();
    bookSequence(mark, 1, null, 'a');
    bookSequence(mark, 2, 'a', 'b');
    expect(mark.forks).toBe(0);
    bookSequence(mark, 3, 'another', 'c');
    expect(mark.forks).toBe(1);
    bookSequence(mark, 4, null, null);
    bookSequence(mark, 5, 'whatever', 'e');
    expect(mark.forks).toBe(2);
  });
});

describe('the order of a conversation', () => {
  const event = (seq: number | null, dev: string | null = 'd', contractId = 'c') => ({
    contractId,
    dev,
    seq,
  });

  it('T-41 comes back within windows of 50, each device on the places it took', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Array.from({ length: 50 }, (_, at) => at + 1)), (numbers) => {
        const ordered = orderMessages(numbers.map((seq) => event(seq)));
        expect(ordered.map(({ seq }) => seq)).toEqual([...numbers].sort((a, b) => a - b));
      }),
    );
    const mixed = [event(2), event(1, 'other'), event(null, null), event(1), event(3)];
    expect(orderMessages(mixed)).toEqual([
      event(1),
      event(1, 'other'),
      event(null, null),
      event(2),
      event(3),
    ]);
    expect(orderMessages([event(2), event(1, 'd', 'other contract')])).toEqual([
      event(2),
      event(1, 'd', 'other contract'),
    ]);
  });

  it('shows the gap before the event that came after it', () => {
    const mark = emptyMark();
    for (const seq of [1, 4]) book(mark, seq);
    const marks = { [streamOf(event(1)) ?? '']: mark };
    expect(gapBefore({ ...event(4), cursor: 7 }, marks)).toEqual({ kind: 'gap', cursor: 7, count: 2 });
    expect(gapBefore({ ...event(1), cursor: 1 }, marks)).toBeNull();
    expect(gapBefore({ ...event(4, 'other'), cursor: 7 }, marks)).toBeNull();
    expect(gapBefore({ ...event(null, null), cursor: 7 }, marks)).toBeNull();
  });
});

describe('the state of a sent event', () => {
  it('only ever advances', () => {
    expect(advances('queued', 'accepted')).toBe(true);
    expect(advances('accepted', 'delivered')).toBe(true);
    expect(advances('delivered', 'read')).toBe(true);
    expect(advances('failed', 'delivered')).toBe(true);
    for (const [from, to] of [
      ['read', 'delivered'],
      ['delivered', 'accepted'],
      ['delivered', 'failed'],
      ['accepted', 'queued'],
      ['read', 'read'],
    ] as const) {
      expect(advances(from, to), `${from} → ${to}`).toBe(false);
    }
  });
});

describe('what the list shows of an event', () => {
  it('is the text of a chat message, and nothing of anything else', () => {
    expect(messageText('chat.message', { content: 'hi' })).toBe('hi');
    expect(messageText('chat.message', { text: 'hi' })).toBe('hi');
    for (const data of [null, 'hi', 1, ['hi'], {}, { content: 1 }])
      expect(messageText('chat.message', data)).toBeNull();
    expect(messageText('chess.move', { content: 'hi' })).toBeNull();
    expect(lastLineOf('chat.message', { content: 'a\u202Eb\nc' })).toBe('ab c');
    expect(lastLineOf('chess.move', { content: 'hi' })).toBe('');
  });
});
