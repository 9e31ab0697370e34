import { base64urlDecode, base64urlEncode } from '../../lib/crypto/base64url.ts';
import { utf8, utf8Decode } from '../../lib/crypto/bytes.ts';
import { openNow, sealNow } from '../../lib/crypto/synchronous-aead.ts';
import { Refusal } from '../errors/refusal.ts';
import type { MediatorKeys } from '../keys/mediator-keys.ts';

type CursorKey = Pick<MediatorKeys, 'cursorKey'>;

/**
 * A cursor: sealed, so that it tells a client nothing of this database and none but ours is taken back; good for the
 * query that made it only. It names a place in the caller's own rows and no more.
 */
export function encodeCursor({ cursorKey }: CursorKey, query: string, place: string | number): string {
  return base64urlEncode(sealNow(cursorKey, utf8(String(place)), utf8(query)));
}

/** The place a cursor names, null at the beginning. @throws Refusal `INVALID_COMMAND` for one of another query or of nobody */
export function decodeCursor(
  { cursorKey }: CursorKey,
  query: string,
  cursor: string | null | undefined,
): string | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    return utf8Decode(openNow(cursorKey, base64urlDecode(cursor), utf8(query)));
  } catch {
    throw new Refusal('INVALID_COMMAND');
  }
}

/** A cursor that names a sequence number; `beginning` without one. */
export function decodePlace(
  key: CursorKey,
  query: string,
  cursor: string | null | undefined,
  beginning = 0,
): number {
  const place = decodeCursor(key, query, cursor);
  return place === null ? beginning : Number(place);
}
