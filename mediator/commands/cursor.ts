import { Refusal } from '../refusal.ts';

/** A cursor: opaque to clients, good for the query that made it only. It names a place in the caller's own rows and no more. */
export function encodeCursor(query: string, place: string | number): string {
  return Buffer.from(`${query}:${place}`).toString('base64url');
}

/** The place a cursor names, null at the beginning. @throws Refusal `INVALID_COMMAND` for one of another query or of nobody */
export function decodeCursor(query: string, cursor: string | null | undefined, shape: RegExp): string | null {
  if (cursor === null || cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  const place = text.slice(query.length + 1);
  if (!text.startsWith(`${query}:`) || !shape.test(place)) throw new Refusal('INVALID_COMMAND');
  return place;
}

/** A cursor that names a sequence number; `beginning` without one. */
export function decodePlace(query: string, cursor: string | null | undefined, beginning = 0): number {
  const place = decodeCursor(query, cursor, /^\d{1,15}$/);
  return place === null ? beginning : Number(place);
}
