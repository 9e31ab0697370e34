import { utf8Decode } from '../crypto/bytes.ts';
import { parseCid } from '../protocol/cid.ts';
import { AnchorError } from './anchor-error.ts';

/** One listed text of an index file: a CID in whatever form, or garbage. */
export interface IndexEntry {
  roomId: string;
  text: string;
}

/**
 * What an index file lists, in the order of its text. Also takes files of others, that are not canonical and whose rooms
 * have other names: what they are worth is decided by their hash alone. Throws `AnchorError('malformed')`.
 */
export function indexEntries(bytes: Uint8Array): IndexEntry[] {
  let content: unknown;
  try {
    content = JSON.parse(utf8Decode(bytes));
  } catch (cause) {
    throw new AnchorError('malformed', { cause });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new AnchorError('malformed');
  const entries: IndexEntry[] = [];
  for (const [roomId, texts] of Object.entries(content)) {
    if (!Array.isArray(texts)) throw new AnchorError('malformed');
    for (const text of texts) {
      if (typeof text !== 'string') throw new AnchorError('malformed');
      entries.push({ roomId, text });
    }
  }
  return entries;
}

/** A text as a normalised CID, null where it is none that we take: identity hashes, SHA-1, garbage (security.md T-79). */
export function cidOrNull(text: string): string | null {
  try {
    return parseCid(text);
  } catch {
    return null;
  }
}
