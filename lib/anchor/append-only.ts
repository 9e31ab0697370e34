import type { IndexEntry } from './index-entries.ts';

/**
 * Tells whether an index file takes back what the one before it said (security.md T-82). Ours are deltas that list nothing
 * twice; others list the whole table each time. A file that repeats anything of the one before is such a table, and
 * then every room must begin with what it had (address-messaging.md §4.3).
 */
export function isRewound(before: readonly IndexEntry[], after: readonly IndexEntry[]): boolean {
  const earlier = new Set(before.map(nameOf));
  if (!after.some((entry) => earlier.has(nameOf(entry)))) return false;
  const now = byRoom(after);
  for (const [room, texts] of byRoom(before)) {
    const later = now.get(room) ?? [];
    if (texts.some((text, at) => later[at] !== text)) return true;
  }
  return false;
}

const nameOf = ({ roomId, text }: IndexEntry) => `${roomId}/${text}`;

function byRoom(entries: readonly IndexEntry[]): Map<string, string[]> {
  const rooms = new Map<string, string[]>();
  for (const { roomId, text } of entries) {
    const texts = rooms.get(roomId);
    if (texts) texts.push(text);
    else rooms.set(roomId, [text]);
  }
  return rooms;
}
