import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { hex, randomBytes } from '../../lib/crypto/bytes.ts';
import {
  type AddressBinding,
  type BoundWallet,
  bindingTypedData,
  signBindingStatement,
  signSuccession,
} from '../../lib/protocol/binding.ts';
import type { CommandPayload, CommandReply } from '../../lib/protocol/commands.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { pairKey, sealHanded } from '../../lib/protocol/handed-record.ts';
import { signHandOverReceipt } from '../../lib/protocol/held-receipts.ts';
import {
  openHeld,
  openShare,
  parseHeldRecord,
  parseRewrappedShare,
  recordCid,
  type SealedHeld,
  sealHeld,
} from '../../lib/protocol/held-record.ts';
import { type InnerFields, type InnerMessage, signInner } from '../../lib/protocol/inner-message.ts';
import { ask, nowSeconds, type TestIdentity } from './mediator-client.ts';

export const CHAIN_ID = 137;

type Escrow = { url: string; did: string };

/** An account that signs typed data, as a person's wallet does. */
export interface TestWallet {
  address: string;
  sign(typedData: object): Promise<string>;
}

/** The wallet of a private key, by default a fresh one. */
export function makeWallet(privateKey = generatePrivateKey()): TestWallet {
  const account = privateKeyToAccount(privateKey);
  return {
    address: account.address.toLowerCase(),
    sign: (typedData) => account.signTypedData(typedData as never),
  };
}

/** What the parts of a registration are made of; what is given replaces what would be right. */
export interface BindingParts {
  chainId?: number;
  binding?: Partial<AddressBinding>;
  /** Signs in place of the wallet. */
  signedBy?: TestWallet;
  /** The identity before, which countersigns. */
  previous?: TestIdentity;
}

/** Prepares a binding and signs it on both sides; gives the registration, not yet sent. */
export async function prepareBinding(
  escrow: Escrow,
  identity: TestIdentity,
  wallet: TestWallet,
  { chainId = CHAIN_ID, binding: changes = {}, signedBy = wallet, previous }: BindingParts = {},
): Promise<CommandPayload<'REGISTER_ADDRESS_BINDING'>> {
  const place = { address: wallet.address, chain_id: chainId };
  const given = await ask<'PREPARE_ADDRESS_BINDING'>(escrow, identity, {
    type: 'PREPARE_ADDRESS_BINDING',
    ...place,
  });
  const binding: AddressBinding = {
    wallet: wallet.address,
    did: identity.did,
    escrow: given.escrow,
    nonce: given.nonce,
    issuedAt: given.issued_at,
    expiresAt: given.expires_at,
    ...changes,
  };
  const walletSignature = await signedBy.sign(bindingTypedData(binding, chainId));
  const bound: BoundWallet = { binding, chainId, walletSignature };
  return {
    type: 'REGISTER_ADDRESS_BINDING',
    binding,
    chain_id: chainId,
    wallet_signature: walletSignature,
    did_signature: await signBindingStatement(bound, identity.signer),
    ...(previous && {
      previous_did: previous.did,
      previous_signature: await signSuccession(bound, previous.did, previous.signer),
    }),
  };
}

/** Binds a wallet to an identity; gives when it takes effect. */
export async function bind(
  escrow: Escrow,
  identity: TestIdentity,
  wallet: TestWallet,
  parts?: BindingParts,
): Promise<number> {
  const payload = await prepareBinding(escrow, identity, wallet, parts);
  return (await ask<'REGISTER_ADDRESS_BINDING'>(escrow, identity, payload)).effective_at;
}

/** What an escrow answers about an address. */
export async function resolve(escrow: Escrow, from: TestIdentity, address: string, chainId = CHAIN_ID) {
  return ask<'RESOLVE_ADDRESS'>(escrow, from, { type: 'RESOLVE_ADDRESS', address, chain_id: chainId });
}

/** A message to an address, sealed under the epoch key the escrow answers with. */
export interface Letter extends SealedHeld {
  inner: InnerMessage;
}

let letters = 0;

/** Writes a letter; it is not yet saved. `notAfter` is whole seconds, by default in a day. */
export async function writeLetter(
  escrow: Escrow,
  from: TestIdentity,
  address: string,
  {
    notAfter = nowSeconds() + 86_400,
    chainId = CHAIN_ID,
    ...fields
  }: Partial<InnerFields> & { notAfter?: number; chainId?: number } = {},
): Promise<Letter> {
  const { answer } = await resolve(escrow, from, address, chainId);
  if (!answer.epoch) throw new Error('nothing is held for this address');
  const epoch = { kid: answer.epoch.kid, publicKey: answer.epoch.public_key };
  const inner = await signInner(
    {
      id: `letter-${process.pid}-${++letters}`,
      from_did: from.did,
      to_address: address,
      chain_id: chainId,
      room_salt: hex(randomBytes(32)),
      timestamp: nowSeconds(),
      content: { type: 'chat.message', body: JSON.stringify({ text: `letter ${letters}` }) },
      seq: 1,
      prev: null,
      ...fields,
    },
    from.signer,
  );
  return { inner, ...(await sealHeld(inner, { receiver: address, notAfter, epoch })) };
}

/** The command that saves a letter. */
export const savePayload = ({
  record,
  threshold,
  shares,
}: SealedHeld): CommandPayload<'SAVE_HELD_MESSAGE'> => ({
  type: 'SAVE_HELD_MESSAGE',
  record,
  threshold,
  shares,
});

/** Writes and saves a letter. */
export async function leaveLetter(
  escrow: Escrow,
  from: TestIdentity,
  address: string,
  fields?: Parameters<typeof writeLetter>[3],
): Promise<Letter> {
  const letter = await writeLetter(escrow, from, address, fields);
  await ask(escrow, from, savePayload(letter));
  return letter;
}

type Row = CommandReply<'QUERY_HELD_MESSAGES'>['rows'][number];

/** Everything that waits for an identity, page by page. */
export async function fetchHeld(escrow: Escrow, identity: TestIdentity, limit = 100): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: CommandReply<'QUERY_HELD_MESSAGES'> = await ask<'QUERY_HELD_MESSAGES'>(escrow, identity, {
      type: 'QUERY_HELD_MESSAGES',
      limit,
      cursor,
    });
    rows.push(...page.rows);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return rows;
}

/** Opens a row as its recipient and encrypts it anew; gives the item for `REKEY_HELD_MESSAGES`. */
export async function rekeyItem(row: Row, recipient: TestIdentity) {
  const record = parseHeldRecord(row.record);
  const share = parseRewrappedShare(row.share);
  const { inner } = await openHeld(record, await openShare(share, recipient.preKey, record.commitment));
  const key = await pairKey(recipient.preKey, parseDid(inner.from_did).preKey, inner.room_id);
  const handed = await sealHanded(inner, record, key);
  const receipt = {
    id: record.id,
    old_cid: recordCid(record),
    new_cid: handed.cid,
    commitment: record.commitment,
  };
  return {
    record: handed.record,
    receipt,
    signature: await signHandOverReceipt(receipt, recipient.signer),
  };
}

/** Does everything a recipient does: fetch, open, encrypt anew; gives what the escrow answered. */
export async function takeOver(escrow: Escrow, recipient: TestIdentity) {
  const items = await Promise.all(
    (await fetchHeld(escrow, recipient)).map((row) => rekeyItem(row, recipient)),
  );
  if (items.length === 0) return [];
  return (await ask<'REKEY_HELD_MESSAGES'>(escrow, recipient, { type: 'REKEY_HELD_MESSAGES', items })).items;
}

/** Everything a sender saved, page by page. */
export async function fetchSent(escrow: Escrow, sender: TestIdentity, limit = 100) {
  const rows: CommandReply<'QUERY_SENT_HELD_MESSAGES'>['rows'] = [];
  let cursor: string | null = null;
  do {
    const page: CommandReply<'QUERY_SENT_HELD_MESSAGES'> = await ask<'QUERY_SENT_HELD_MESSAGES'>(
      escrow,
      sender,
      { type: 'QUERY_SENT_HELD_MESSAGES', limit, cursor },
    );
    rows.push(...page.rows);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return rows;
}
