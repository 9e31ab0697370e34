import { base64Decode } from '../crypto/base64.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { Log } from '../platform/log.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { encryptStored } from '../protocol/stored-event.ts';
import { copyId, tagBlob } from '../protocol/tags.ts';
import { RESERVED } from '../protocol/wire.ts';

/** One element of a SAVE_EVENTS payload. */
export interface OwnCopy {
  id: string;
  payload: string;
  tags: string[];
}

/** Blobs of tags made once for a batch. */
type TagBlobs = Map<string, Promise<string>>;

/**
 * Encrypts the own copy of an event under the store sub-key. Its id is made from the signature, so that two devices that
 * received the same event store it once (`protocol.md` §6.6). Throws ProtocolError (`too-large`), LockedError.
 */
export async function sealOwnCopy(
  keys: IdentityKeys,
  {
    direction,
    peerDid,
    envelope,
    tags,
    blobs = new Map(),
  }: { direction: 'in' | 'out'; peerDid: string; envelope: Envelope; tags: string[]; blobs?: TagBlobs },
): Promise<OwnCopy> {
  const own = keys.did.did;
  const { contract_id, event, timestamp, signature } = envelope;
  const [sender_did, recipient_did] = direction === 'out' ? [own, peerDid] : [peerDid, own];
  const [id, payload, tagBlobs] = await Promise.all([
    copyId(keys.tag, base64Decode(signature)),
    encryptStored(
      {
        v: 1,
        event,
        meta: { direction, sender_did, recipient_did, contract_id, timestamp, signature, tags },
      },
      keys.store,
    ),
    blobsOf(keys, tags, blobs),
  ]);
  return { id, payload, tags: tagBlobs };
}

function blobsOf(keys: IdentityKeys, tags: string[], blobs: TagBlobs): Promise<string[]> {
  const names = tags.length === 0 ? [RESERVED.untagged] : tags;
  return Promise.all(
    names.map((name) => {
      const known = blobs.get(name) ?? tagBlob(keys.tag, name);
      blobs.set(name, known);
      return known;
    }),
  );
}

/** What the own copy of a received event is made of when it leaves; plain JSON, in an outbox row. */
export type UnsealedCopy = { peerDid: string; envelope: Envelope; tags: string[] };

/**
 * Seals the own copies of received events. An event that fills its envelope so far that its copy does not fit is left
 * out: it is kept on this device alone. Throws LockedError.
 */
export async function sealOwnCopies(
  keys: IdentityKeys,
  copies: readonly UnsealedCopy[],
  log: Log,
): Promise<OwnCopy[]> {
  const blobs: TagBlobs = new Map();
  const sealed = await Promise.all(
    copies.map(async (copy) => {
      try {
        return await sealOwnCopy(keys, { direction: 'in', ...copy, blobs });
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        log.warn('an own copy could not be made', { reason: error.reason });
        return null;
      }
    }),
  );
  return sealed.filter((copy) => copy !== null);
}
