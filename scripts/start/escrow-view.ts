import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decryptAead, importAeadKey } from '../../lib/crypto/aead.ts';
import type { Agreer } from '../../lib/crypto/agreement.ts';
import { base64Decode } from '../../lib/crypto/base64.ts';
import type { Bytes } from '../../lib/crypto/bytes.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { epochAgreer } from '../../lib/protocol/epoch-key.ts';
import { pairKey } from '../../lib/protocol/handed-record.ts';
import { openShare, parseRewrappedShare } from '../../lib/protocol/held-record.ts';
import { loadMediatorKeys } from '../../mediator/mediator-keys.ts';

/** What an escrow holds, counted in its own database while it runs. */
export interface EscrowView {
  /** States of the messages, oldest first. */
  states: string[];
  /** Messages of which the sealed record is still there. */
  records: number;
  shares: number;
  epochs: number;
  /** CIDs, those among them that no index file lists yet, and the states of the index files. */
  listed: number;
  unlisted: number;
  indexFiles: string[];
  published: number;
}

type Row = Record<string, string | number | Uint8Array | null>;

function reading<T>(dataDir: string, read: (rows: (sql: string) => Row[]) => T): T {
  const database = new DatabaseSync(join(dataDir, 'mediator.db'), { readOnly: true });
  try {
    return read((sql) => database.prepare(sql).all() as Row[]);
  } finally {
    database.close();
  }
}

/** Counts what an escrow holds. */
export function escrowView(dataDir: string): EscrowView {
  return reading(dataDir, (rows) => {
    const messages = rows('select state, record from held_messages order by seq');
    return {
      states: messages.map(({ state }) => String(state)),
      records: messages.filter(({ record }) => record !== null).length,
      shares: rows('select message from held_shares').length,
      epochs: rows('select id from held_epochs where master is not null').length,
      listed: rows('select cid from listed_cids').length,
      unlisted: rows('select cid from listed_cids where index_file is null').length,
      indexFiles: rows('select state from index_files order by id').map(({ state }) => String(state)),
      published: rows('select cid from published_blocks').length,
    };
  });
}

/** One line for the walkthrough. */
export function describeEscrow(view: EscrowView): string {
  const { states, records, shares, epochs, listed, indexFiles, published } = view;
  return (
    `messages ${states.join(', ') || 'none'}; ${records} records and ${shares} shares it could open, ${epochs} epoch keys; ` +
    `${listed} CIDs listed, index files ${indexFiles.join(', ') || 'none'}, ${published} blocks published`
  );
}

/** What came of trying every key of an escrow on everything it holds. */
export interface OpenedByEscrow {
  /** Plaintexts it could read. */
  texts: string[];
  keys: number;
  ciphertexts: number;
}

/**
 * Does what a dishonest escrow would: makes every key it can make from its files, for every address it ever heard of,
 * opens every share with each, agrees with every identity it knows in every room it knows, and tries all of these on
 * every ciphertext that it holds or ever published.
 */
export async function openAsEscrow(dataDir: string): Promise<OpenedByEscrow> {
  const found = reading(dataDir, (rows) => ({
    masters: rows('select master from held_epochs where master is not null'),
    messages: rows('select receiver, room_id, record, new_record from held_messages'),
    shares: rows(
      'select s.epk, s.ciphertext, m.commitment from held_shares s join held_messages m on m.seq = s.message',
    ),
    blocks: rows('select bytes from published_blocks'),
    dids: rows('select did from identities union select did from address_bindings'),
  }));
  const own = loadMediatorKeys(dataDir);
  const { signing_seed, pre_key_seed } = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8'));
  const masters = found.masters.map(({ master }) => new Uint8Array(master as Uint8Array<ArrayBuffer>));
  const addresses = new Set(found.messages.map(({ receiver }) => String(receiver)));
  const agreers: Agreer[] = [
    own.preKey,
    ...masters.flatMap((master) => [...addresses].map((address) => epochAgreer(master, address))),
  ];
  const raw = [own.cursorKey, base64Decode(signing_seed), base64Decode(pre_key_seed), ...masters];
  const keys = await Promise.all(raw.map((bytes) => importAeadKey(new Uint8Array(bytes))));
  const rooms = new Set(found.messages.map(({ room_id }) => String(room_id)));
  for (const agreer of agreers) {
    for (const { did } of found.dids) {
      for (const room of rooms) keys.push(await pairKey(agreer, parseDid(String(did)).preKey, room));
    }
    for (const { epk, ciphertext, commitment } of found.shares) {
      const share = parseRewrappedShare({ epk, ciphertext });
      const content = await openShare(share, agreer, String(commitment)).catch(() => null);
      if (content !== null) keys.push(content);
    }
  }
  const records = found.messages.flatMap(({ record, new_record }) => [record, new_record]);
  const blocks = found.blocks.map(({ bytes }) => new TextDecoder().decode(bytes as Uint8Array));
  const ciphertexts = [...records, ...blocks].flatMap(sealedIn);
  const texts: string[] = [];
  for (const sealed of ciphertexts) {
    for (const key of keys) {
      const plain = await decryptAead(key, sealed).catch(() => null);
      if (plain !== null) texts.push(new TextDecoder().decode(plain));
    }
  }
  return { texts, keys: keys.length, ciphertexts: ciphertexts.length };
}

/** The ciphertext in a record; none in an index file or in nothing. */
function sealedIn(text: unknown): Bytes[] {
  if (typeof text !== 'string' || text === '') return [];
  const { messages } = JSON.parse(text) as { messages?: unknown };
  return typeof messages === 'string' ? [base64Decode(messages)] : [];
}
