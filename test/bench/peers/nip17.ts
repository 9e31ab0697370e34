import { generateSecretKey, getPublicKey } from 'nostr-tools';
import { unwrapEvent, wrapEvent } from 'nostr-tools/nip17';

/** Microseconds one NIP-17 unwrap takes for each of `texts`, from one sender to one recipient. */
export async function nip17(texts: readonly string[]): Promise<number> {
  const sender = generateSecretKey();
  const recipient = generateSecretKey();
  const wraps = texts.map((text) => wrapEvent(sender, { publicKey: getPublicKey(recipient) }, text));
  const startedAt = performance.now();
  let opened = 0;
  for (const wrap of wraps) opened += unwrapEvent(wrap, recipient).content.length;
  const elapsed = performance.now() - startedAt;
  if (opened !== texts.reduce((sum, text) => sum + text.length, 0))
    throw new Error('NIP-17 opened other texts');
  return (elapsed * 1000) / texts.length;
}
