import { decryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import type { Agreer } from '../../../lib/crypto/agreement.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { hexDecode } from '../../../lib/crypto/bytes.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { openShare, type RewrappedShare } from '../../../lib/protocol/held-record.ts';
import { HELD_INFO } from '../../../lib/protocol/wire.ts';
import { loadMediatorKeys } from '../../../mediator/mediator-keys.ts';
import { inDatabase } from '../../support/mediator-database.ts';

/** Everything an escrow could open something with. */
export interface EscrowKeys {
  /** Its own private keys: of every epoch it has the master of, for every address it knows, and the mediator's. */
  agreers: Agreer[];
  /** Secrets that are as long as an AES key. */
  raw: CryptoKey[];
  /** Shares it has, with what they are bound to. */
  shares: (RewrappedShare & { commitment: string })[];
  /** Public keys of those whose messages it had. */
  others: Uint8Array<ArrayBuffer>[];
}

/** A record that somebody may have: published, or seen on its way. */
export type SomeRecord = { messages: string; room_id: string; commitment: string };

/** Reads all keys and shares an escrow has at this moment from its directory. */
export async function keysOfEscrow(
  escrow: { dataDir: string },
  others: readonly Uint8Array[],
): Promise<EscrowKeys> {
  const { masters, addresses, shares } = await inDatabase(escrow, async (tx) => ({
    masters: await tx.selectFrom('held_epochs').select('master').where('master', 'is not', null).execute(),
    addresses: await tx.selectFrom('held_messages').select('receiver').distinct().execute(),
    shares: await tx
      .selectFrom('held_shares as s')
      .innerJoin('held_messages as m', 'm.seq', 's.message')
      .select(['s.epk', 's.ciphertext', 'm.commitment'])
      .execute(),
  }));
  const { preKey, cursorKey, ipfsSecretSeed } = loadMediatorKeys(escrow.dataDir);
  const secrets = masters.map(({ master }) => new Uint8Array(master ?? []));
  return {
    agreers: [
      preKey,
      ...secrets.flatMap((master) => addresses.map(({ receiver }) => epochAgreer(master, receiver))),
    ],
    raw: await Promise.all(
      [...secrets, cursorKey, ipfsSecretSeed].map((secret) => importAeadKey(new Uint8Array(secret))),
    ),
    shares,
    others: others.map((key) => new Uint8Array(key)),
  };
}

/** The names of the records that open under any of these keys: by a share, by an agreement of any kind, or directly. */
export async function whatOpens(
  records: ReadonlyMap<string, SomeRecord>,
  { agreers, raw, shares, others }: EscrowKeys,
): Promise<string[]> {
  const fromShares: CryptoKey[] = [];
  for (const share of shares) {
    for (const agreer of agreers) {
      const key = await openShare(share, agreer, share.commitment).catch(() => null);
      if (key !== null) fromShares.push(key);
    }
  }
  const opened: string[] = [];
  for (const [name, record] of records) {
    const sealed = base64Decode(record.messages);
    for await (const key of keysFor(record, [...fromShares, ...raw], agreers, others)) {
      const plain = await decryptAead(key, sealed).catch(() => null);
      if (plain === null) continue;
      opened.push(name);
      break;
    }
  }
  return opened;
}

async function* keysFor(
  { room_id, commitment }: SomeRecord,
  ready: readonly CryptoKey[],
  agreers: readonly Agreer[],
  others: EscrowKeys['others'],
): AsyncGenerator<CryptoKey> {
  yield* ready;
  for (const agreer of agreers) {
    for (const other of [...others, ...agreers.map(({ publicKey }) => publicKey)]) {
      yield await agreer.agree(other);
      yield await agreer.derive(other, { salt: hexDecode(room_id), info: HELD_INFO.room });
      yield await agreer.derive(other, { salt: hexDecode(commitment), info: HELD_INFO.share });
    }
  }
}
