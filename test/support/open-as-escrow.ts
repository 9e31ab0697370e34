import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decryptAead, importAeadKey } from '../../lib/crypto/aead.ts';
import type { Agreer } from '../../lib/crypto/agreement.ts';
import { base64Decode } from '../../lib/crypto/base64.ts';
import { hexDecode } from '../../lib/crypto/bytes.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { epochAgreer } from '../../lib/protocol/epoch-key.ts';
import { openShare, type RewrappedShare } from '../../lib/protocol/held-record.ts';
import { HELD_INFO } from '../../lib/protocol/wire.ts';
import { loadMediatorKeys } from '../../mediator/keys/mediator-keys.ts';
import { inDatabase } from './mediator-database.ts';

/** Everything an escrow could open something with. */
export interface EscrowKeys {
  /** Its own private keys: of every epoch it has the master of, for every address it knows, and the mediator's. */
  agreers: Agreer[];
  /** Secrets that are as long as an AES key. */
  raw: CryptoKey[];
  /** Shares it has, with what they are bound to. */
  shares: (RewrappedShare & { commitment: string })[];
  /** Public keys of everybody it knows, who may be those whose messages it had. */
  others: Uint8Array<ArrayBuffer>[];
}

/** A record that somebody may have: published, or seen on its way. */
export type SomeRecord = { messages: string; room_id: string; commitment: string };

/** Reads all keys and shares an escrow has at this moment from its directory. */
export async function keysOfEscrow(escrow: { dataDir: string }): Promise<EscrowKeys> {
  const { masters, addresses, shares, dids } = await inDatabase(escrow, async (tx) => ({
    masters: await tx.selectFrom('held_epochs').select('master').where('master', 'is not', null).execute(),
    addresses: await tx.selectFrom('held_messages').select('receiver').distinct().execute(),
    shares: await tx
      .selectFrom('held_shares as s')
      .innerJoin('held_messages as m', 'm.seq', 's.message')
      .select(['s.epk', 's.ciphertext', 'm.commitment'])
      .execute(),
    dids: await tx
      .selectFrom('identities')
      .select('did')
      .union(tx.selectFrom('address_bindings').select('did'))
      .execute(),
  }));
  const { preKey, cursorKey, ipfsSecretSeed } = loadMediatorKeys(escrow.dataDir);
  const { signing_seed, pre_key_seed } = JSON.parse(
    await readFile(join(escrow.dataDir, 'keys.json'), 'utf8'),
  );
  const secrets = masters.map(({ master }) => new Uint8Array(master ?? []));
  const seeds = [base64Decode(signing_seed), base64Decode(pre_key_seed)];
  return {
    agreers: [
      preKey,
      ...secrets.flatMap((master) => addresses.map(({ receiver }) => epochAgreer(master, receiver))),
    ],
    raw: await Promise.all(
      [...secrets, cursorKey, ipfsSecretSeed, ...seeds].map((secret) =>
        importAeadKey(new Uint8Array(secret)),
      ),
    ),
    shares,
    others: dids.map(({ did }) => new Uint8Array(parseDid(did).preKey)),
  };
}
/** Reads every record an escrow has at this moment, and all it ever published, from its directory. */
export async function recordsOfEscrow(escrow: { dataDir: string }): Promise<Map<string, SomeRecord>> {
  const { held, blocks } = await inDatabase(escrow, async (tx) => ({
    held: await tx.selectFrom('held_messages').select(['seq', 'record', 'new_record']).execute(),
    blocks: await tx.selectFrom('published_blocks').select(['cid', 'bytes']).execute(),
  }));
  const texts = [
    ...held.flatMap(({ seq, record, new_record }) => [
      [`held ${seq}`, record] as const,
      [`handed ${seq}`, new_record] as const,
    ]),
    ...blocks.map(({ cid, bytes }) => [cid, new TextDecoder().decode(bytes)] as const),
  ];
  const records = new Map<string, SomeRecord>();
  for (const [name, text] of texts) {
    if (text === null) continue;
    // An index file is published as well, and has no ciphertext.
    const record = JSON.parse(text) as Partial<SomeRecord>;
    if (typeof record.messages === 'string') records.set(name, record as SomeRecord);
  }
  return records;
}

/** What came of trying every key of an escrow on some records. */
interface OpenedByEscrow {
  /** Plaintexts by the name of their record. */
  texts: Map<string, string>;
  /** How many keys were tried on each record, without those that are of one record only. */
  keys: number;
}

/**
 * Does what a dishonest escrow would: opens every share with each key it has, agrees with everybody it knows in every way
 * and in every room it knows, and tries all of these, and its secrets themselves, on every record.
 */
export async function openAsEscrow(
  records: ReadonlyMap<string, SomeRecord>,
  { agreers, raw, shares, others }: EscrowKeys,
): Promise<OpenedByEscrow> {
  const keys = [...raw];
  for (const share of shares) {
    for (const agreer of agreers) {
      const key = await openShare(share, agreer, share.commitment).catch(() => null);
      if (key !== null) keys.push(key);
    }
  }
  const pairs = agreers.flatMap((agreer) =>
    [...others, ...agreers.map(({ publicKey }) => publicKey)].map((other) => ({ agreer, other })),
  );
  const rooms = new Set([...records.values()].map(({ room_id }) => room_id));
  for (const { agreer, other } of pairs) {
    keys.push(await agreer.agree(other));
    for (const room of rooms)
      keys.push(await agreer.derive(other, { salt: hexDecode(room), info: HELD_INFO.room }));
  }
  const texts = new Map<string, string>();
  for (const [name, { messages, commitment }] of records) {
    const sealed = base64Decode(messages);
    for await (const key of everyKey(keys, pairs, commitment)) {
      const plain = await decryptAead(key, sealed).catch(() => null);
      if (plain === null) continue;
      texts.set(name, new TextDecoder().decode(plain));
      break;
    }
  }
  return { texts, keys: keys.length };
}

/** The names of the records that open under any of these keys: by a share, by an agreement of any kind, or directly. */
export async function whatOpens(
  records: ReadonlyMap<string, SomeRecord>,
  escrow: EscrowKeys,
): Promise<string[]> {
  return [...(await openAsEscrow(records, escrow)).texts.keys()];
}

async function* everyKey(
  keys: readonly CryptoKey[],
  pairs: readonly { agreer: Agreer; other: EscrowKeys['others'][number] }[],
  commitment: string,
): AsyncGenerator<CryptoKey> {
  yield* keys;
  for (const { agreer, other } of pairs)
    yield await agreer.derive(other, { salt: hexDecode(commitment), info: HELD_INFO.share });
}
