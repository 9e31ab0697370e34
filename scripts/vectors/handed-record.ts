import { encryptAead } from '../../lib/crypto/aead.ts';
import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { base64Encode } from '../../lib/crypto/base64.ts';
import { type Bytes, hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { hkdfSha256 } from '../../lib/crypto/kdf.ts';
import { x25519 } from '../../lib/crypto/noble-x25519.ts';
import { pad } from '../../lib/crypto/padding.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { type HeldRow, openHeldRow } from '../../lib/held/receive/open-held-row.ts';
import { type JudgedMessage, judgeHanded, type SentRow } from '../../lib/held/send/judge-handed.ts';
import { signBindingStatement } from '../../lib/protocol/binding.ts';
import {
  type HandedRecord,
  openHanded,
  pairKey,
  parseHandedRecord,
  partyHash,
  sealHanded,
} from '../../lib/protocol/handed-record.ts';
import { type HandOverReceipt, signHandOverReceipt } from '../../lib/protocol/held-receipts.ts';
import { recordCid, rewrapShare } from '../../lib/protocol/held-record.ts';
import { commitmentOf, type InnerMessage } from '../../lib/protocol/inner-message.ts';
import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { checkingWithoutContracts } from '../../test/support/book/checking-without-contracts.ts';
import {
  binding,
  bobsWallet,
  CHAIN_ID,
  epoch,
  sampleBound,
  sampleHanded,
  sampleInner,
} from './support/held-sample.ts';
import { type Persona, personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';
import { walletOf } from './support/wallet-of.ts';

const { alice, bob, carol, escrow, mediator } = personas;

interface Pair {
  own_pre_key_seed_hex: string;
  other_pre_key_hex: string;
  room_id: string;
}

const pairOf = (own: Persona, other: Persona, room_id: string): Pair => ({
  own_pre_key_seed_hex: hex(own.preKeySeed),
  other_pre_key_hex: hex(other.preKey.publicKey),
  room_id,
});

const keyOf = ({ own_pre_key_seed_hex, other_pre_key_hex, room_id }: Pair) =>
  pairKey(agreerFromSeed(hexDecode(own_pre_key_seed_hex)), hexDecode(other_pre_key_hex), room_id);

function agreed(name: string, pair: Pair): AcceptCase {
  const secret = x25519.getSharedSecret(
    hexDecode(pair.own_pre_key_seed_hex),
    hexDecode(pair.other_pre_key_hex),
  );
  const key = hkdfSha256(secret, 'decentrl/room/v1', 32, hexDecode(pair.room_id));
  const steps = { shared_secret_hex: hex(secret) };
  return { name, operation: 'pair-key', input: { ...pair }, steps, output: { key_hex: hex(key) } };
}

const open = async (record: HandedRecord, pair: Pair) => openHanded(record, await keyOf(pair));

function notOpened(name: string, record: HandedRecord, pair: Pair, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'open', input: { record, ...pair }, why }, () => open(record, pair));
}

const notParsed = (name: string, record: Members, why: string) =>
  refused({ name, operation: 'parse', input: { record }, why }, () => parseHandedRecord(record));

async function sealed(
  name: string,
  inner: InnerMessage,
  notAfter: number,
  nonce: Bytes,
): Promise<AcceptCase> {
  const pair = pairOf(bob, alice, inner.room_id);
  const key = await keyOf(pair);
  const { record, cid } = await seededRandom([nonce], () => sealHanded(inner, { not_after: notAfter }, key));
  return {
    name,
    operation: 'seal',
    input: { inner, not_after: notAfter, ...pair, nonce_hex: hex(nonce) },
    steps: {
      sender: partyHash(inner.room_salt, inner.from_did),
      receiver: partyHash(inner.room_salt, inner.to_address),
      timestamp: record.timestamp,
      not_after: record.not_after,
      canonical_record: canonicalJson(record),
    },
    output: { record, cid },
  };
}

interface Taken {
  row: Members;
  own_addresses: { chain_id: number; address: string }[];
  pre_key_seed_hex: string;
  signing_seed_hex: string;
  nonce_hex: string;
}

const take = ({ row, own_addresses, pre_key_seed_hex, signing_seed_hex, nonce_hex }: Taken) =>
  seededRandom([hexDecode(nonce_hex)], () =>
    openHeldRow(
      {
        preKey: agreerFromSeed(hexDecode(pre_key_seed_hex)),
        signer: signerFromSeed(hexDecode(signing_seed_hex)),
      },
      row as HeldRow,
      async (chainId, address) =>
        own_addresses.some((own) => own.chain_id === chainId && own.address === address),
    ),
  );

const notTaken = (name: string, taken: Taken, why: string) =>
  refused({ name, operation: 'hand-over', input: { ...taken }, why }, () => take(taken));

interface Judged {
  held: {
    id: string;
    escrow: string;
    chain_id: number;
    address: string;
    inner: InnerMessage;
    cid: string;
    commitment: string;
  };
  row: Members;
  pre_key_seed_hex: string;
}

/** What the sender says to a row; throws where it disputes it. */
async function judge({ held, row, pre_key_seed_hex }: Judged): Promise<Members> {
  const ours: JudgedMessage = { ...held, chainId: held.chain_id };
  const domain = { ...checkingWithoutContracts, log: { debug() {}, info() {}, warn() {}, error() {} } };
  const keys = { preKey: agreerFromSeed(hexDecode(pre_key_seed_hex)) };
  const verdict = await judgeHanded(domain, keys, ours, row as SentRow);
  if (verdict.verdict === 'disputed') throw new ProtocolError(verdict.reason);
  if (verdict.verdict === 'later') return { verdict: 'later' };
  return { verdict: 'ours', new_cid: verdict.newCid, did: verdict.binding.known.did };
}

const judged = async (name: string, input: Judged): Promise<AcceptCase> => ({
  name,
  operation: 'judge',
  input: { ...input },
  output: await judge(input),
});

const disputed = (name: string, input: Judged, why: string) =>
  refused({ name, operation: 'judge', input: { ...input }, why }, () => judge(input));

/** Handed records: what takes the place of a held one, and the checks of both sides. */
export async function handedRecord(): Promise<VectorFile> {
  const { held, nonce, record, cid } = await sampleHanded();
  const { inner } = held;
  const bobs = pairOf(bob, alice, inner.room_id);
  const alices = pairOf(alice, bob, inner.room_id);
  const key = await keyOf(bobs);
  const encrypted = async (message: InnerMessage) =>
    base64Encode(await encryptAead(key, pad(canonicalJson(message)), seededBytes('altered nonce', 12)));
  const altered = { ...inner, content: { ...inner.content, body: '{"content":"I owe you"}' } };
  const other = await sampleInner({
    id: 'message-2',
    content: { type: 'chat.message', body: '{"content":"Bye"}' },
  });

  const wrapping = [seededBytes('recipient ephemeral', 32), seededBytes('recipient nonce', 12)];
  const [epochShare] = held.shares;
  if (!epochShare) throw new Error('a held message has a share');
  const rewrap = {
    epochAgreer: epoch.agreer,
    commitment: held.commitment,
    recipientPreKey: bob.preKey.publicKey,
  };
  const share = await seededRandom(wrapping, () => rewrapShare(epochShare, rewrap));
  const row = { id: inner.id, state: 'REWRAPPED', record: held.record, share };
  const taken: Taken = {
    row,
    own_addresses: [{ chain_id: CHAIN_ID, address: bobsWallet.address }],
    pre_key_seed_hex: hex(bob.preKeySeed),
    signing_seed_hex: hex(bob.signingSeed),
    nonce_hex: hex(nonce),
  };
  const { item, newCid } = await take(taken);

  const receipt: HandOverReceipt = item.receipt;
  const bound = await sampleBound();
  const sentRow = {
    id: inner.id,
    state: 'REKEYED',
    cid: held.cid,
    new_record: record,
    receipt,
    receipt_signature: item.signature,
    chain_id: CHAIN_ID,
    binding,
    wallet_signature: bound.walletSignature,
    did_signature: await signBindingStatement(bound, bob.signer),
  };
  const judgement: Judged = {
    held: {
      id: inner.id,
      escrow: escrow.did,
      chain_id: CHAIN_ID,
      address: bobsWallet.address,
      inner,
      cid: held.cid,
      commitment: held.commitment,
    },
    row: sentRow,
    pre_key_seed_hex: hex(alice.preKeySeed),
  };
  const rowWith = (changes: Members): Judged => ({ ...judgement, row: { ...sentRow, ...changes } });
  /** A row whose receipt says something else and is signed all the same. */
  const receiptWith = async (
    changes: Partial<HandOverReceipt>,
    record_: HandedRecord = record,
    by: Persona = bob,
  ) => {
    const changed = { ...receipt, ...changes };
    return rowWith({
      new_record: record_,
      receipt: changed,
      receipt_signature: await signHandOverReceipt(changed, by.signer),
    });
  };
  const rewritten = { ...record, messages: await encrypted(altered) };
  const exchanged = {
    ...record,
    messages: await encrypted(other),
    id: other.id,
    commitment: commitmentOf(other),
  };
  const escrowsOwn = await sampleBound({ did: carol.did });
  const { binding: _, ...unbound } = sentRow;
  return {
    format: 'handed-record',
    document: 'address-messaging.md §3',
    about:
      'The record that takes the place of a held one: the same inner message under the key of the two, parties hashed, times in whole hours; with the recipient’s step and the sender’s check of it.',
    operations: {
      'pair-key':
        'HKDF-SHA-256(X25519(own pre-key, other’s pre-key), salt = the 32 bytes of the room id, info = "decentrl/room/v1"), the same for both. It is used as an AES-256-GCM key.',
      seal: 'The recipient’s encryption. timestamp and not_after are those of the message and of the held record, rounded down to the hour.',
      open: 'Either of the two: as open in held-record.json, then sender, receiver and timestamp as the inside gives them.',
      parse: 'The shape of a record.',
      'hand-over':
        'What the recipient does with a row of QUERY_HELD_MESSAGES: opens share and record, checks them, encrypts anew (nonce_hex), signs the receipt; gives the item for REKEY_HELD_MESSAGES. own_addresses are the wallets bound to the recipient.',
      judge:
        'What the sender does with a row of QUERY_SENT_HELD_MESSAGES in state REKEYED: the binding for the address, chain and escrow of its message; the receipt, signed by the DID in the binding; its id, old CID and commitment; the CID of the new record; that it opens under the pair key of that DID to the own words. Verdict ours leads to CONFIRM ok: true, a refusal to ok: false, later to nothing yet: a contract wallet of a chain that is not among the verifier’s (here none is) proves nothing and disproves nothing.',
    },
    modules: [
      'lib/protocol/handed-record.ts',
      'lib/protocol/room.ts',
      'lib/held/receive/open-held-row.ts',
      'lib/held/send/judge-handed.ts',
    ],
    accept: [
      agreed('as Bob makes it', bobs),
      agreed('as Alice makes it: the same', alices),
      agreed('the key of another room', pairOf(alice, bob, 'ef'.repeat(32))),
      await sealed('by Bob, whom Alice wrote', inner, held.record.not_after, nonce),
      await sealed(
        'at full hours, which stay',
        await sampleInner({ timestamp: 1_699_999_200 }),
        1_700_002_800,
        seededBytes('handed nonce 2', 12),
      ),
      {
        name: 'by Alice',
        operation: 'open',
        input: { record, ...alices },
        output: { inner: (await open(record, alices)).inner, cid },
      },
      { name: 'by Bob himself', operation: 'open', input: { record, ...bobs }, output: { inner, cid } },
      { name: 'a handed record', operation: 'parse', input: { record }, output: { record } },
      {
        name: 'by Bob, from the escrow’s row',
        operation: 'hand-over',
        input: { ...taken },
        output: { item, new_cid: newCid },
      },
      await judged('Alice’s own words, by the DID the wallet named', judgement),
      await judged(
        'the wallet’s signature may be a contract’s',
        rowWith({ wallet_signature: `0x${'11'.repeat(65)}` }),
      ),
    ],
    refuse: [
      await notOpened(
        'by somebody else',
        record,
        pairOf(carol, alice, inner.room_id),
        'The key is that of the two.',
      ),
      await notOpened(
        'in another room',
        record,
        pairOf(alice, bob, 'ef'.repeat(32)),
        'The key is that of the room.',
      ),
      await notOpened(
        'another sender outside',
        { ...record, sender: record.receiver },
        alices,
        'It is the hash of the DID inside.',
      ),
      await notOpened(
        'another receiver outside',
        { ...record, receiver: record.sender },
        alices,
        'It is the hash of the address inside.',
      ),
      await notOpened(
        'another hour outside',
        { ...record, timestamp: record.timestamp + 3600 },
        alices,
        'It is the hour of the time inside.',
      ),
      await notOpened(
        'another id outside',
        { ...record, id: 'message-2' },
        alices,
        'Outside and inside are equal.',
      ),
      await notOpened(
        'another room outside',
        { ...record, room_id: 'ef'.repeat(32) },
        alices,
        'Outside and inside are equal.',
      ),
      await notOpened(
        'another commitment outside',
        { ...record, commitment: 'ef'.repeat(32) },
        alices,
        'Outside and inside are equal.',
      ),
      await notOpened('other words by the recipient', rewritten, alices, 'The author did not sign them.'),
      await notOpened(
        'other words, with their commitment',
        { ...rewritten, commitment: commitmentOf(altered) },
        alices,
        'The author did not sign them.',
      ),
      await refused(
        {
          name: 'a pre-key of low order',
          operation: 'pair-key',
          input: { ...alices, other_pre_key_hex: '00'.repeat(32) },
          why: 'The agreement gives no secret.',
        },
        () => keyOf({ ...alices, other_pre_key_hex: '00'.repeat(32) }),
      ),
      await refused(
        {
          name: 'a room with capitals',
          operation: 'pair-key',
          input: { ...alices, room_id: 'EF'.repeat(32) },
          why: 'Hashes are lower-case hex.',
        },
        () => keyOf({ ...alices, room_id: 'EF'.repeat(32) }),
      ),
      await notParsed('an exact time', { ...record, timestamp: inner.timestamp }, 'Times are whole hours.'),
      await notParsed(
        'an exact end',
        { ...record, not_after: held.record.not_after },
        'Times are whole hours.',
      ),
      await notParsed('a sender in clear', { ...record, sender: alice.did }, 'Parties are hashes.'),
      await notParsed(
        'a receiver in clear',
        { ...record, receiver: bobsWallet.address },
        'Parties are hashes.',
      ),
      await notParsed('a member more', { ...record, share }, 'There are no other members.'),
      await notTaken(
        'a row of another id',
        { ...taken, row: { ...row, id: 'message-2' } },
        'The id of the row is that of the record.',
      ),
      await notTaken(
        'a share of another message',
        { ...taken, row: { ...row, record: { ...held.record, commitment: 'ef'.repeat(32) } } },
        'The share opens for its own message.',
      ),
      await notTaken(
        'the escrow’s own share',
        { ...taken, row: { ...row, share: { epk: epochShare.epk, ciphertext: epochShare.ciphertext } } },
        'It was not rewrapped.',
      ),
      await notTaken(
        'a share with a kid',
        { ...taken, row: { ...row, share: { kid: epoch.kid, ...share } } },
        'A share for its recipient names no epoch.',
      ),
      await notTaken(
        'a record that was changed',
        { ...taken, row: { ...row, record: { ...held.record, timestamp: held.record.timestamp + 1 } } },
        'Outside and inside are equal.',
      ),
      await notTaken(
        'for another wallet',
        {
          ...taken,
          own_addresses: [
            { chain_id: CHAIN_ID, address: walletOf(personas.secondWallet.privateKey).address },
          ],
        },
        'The address is not bound to the recipient.',
      ),
      await notTaken(
        'for the wallet on another chain',
        { ...taken, own_addresses: [{ chain_id: 1, address: bobsWallet.address }] },
        'A binding is of one chain.',
      ),
      await notTaken(
        'for somebody else',
        { ...taken, pre_key_seed_hex: hex(carol.preKeySeed) },
        'The share is wrapped to the recipient’s pre-key.',
      ),
      await disputed('without a binding', { ...judgement, row: unbound }, 'Nobody answers for the address.'),
      await disputed(
        'a binding for another escrow',
        rowWith({ binding: { ...binding, escrow: mediator.did } }),
        'The wallet named this escrow.',
      ),
      await disputed(
        'a binding of another wallet',
        rowWith({ binding: { ...binding, wallet: walletOf(personas.secondWallet.privateKey).address } }),
        'The message is for this wallet.',
      ),
      await disputed(
        'a binding that its DID did not sign',
        rowWith({ did_signature: item.signature }),
        'The DID’s own word belongs to a binding.',
      ),
      await disputed(
        'a receipt by somebody else',
        await receiptWith({}, record, carol),
        'The DID in the binding signs the receipt.',
      ),
      await disputed(
        'a receipt by the bound DID of another wallet’s word',
        {
          ...judgement,
          row: {
            ...sentRow,
            binding: escrowsOwn.binding,
            wallet_signature: escrowsOwn.walletSignature,
            did_signature: await signBindingStatement(escrowsOwn, carol.signer),
          },
        },
        'The wallet named another DID than the one that signed the receipt.',
      ),
      await disputed(
        'a receipt of another id',
        await receiptWith({ id: 'message-2' }),
        'The receipt names this message.',
      ),
      await disputed(
        'a receipt of another old record',
        await receiptWith({ old_cid: cid }),
        'The receipt names the record that was held.',
      ),
      await disputed(
        'a receipt of other words',
        await receiptWith({ commitment: 'ef'.repeat(32) }),
        'The receipt names the own commitment.',
      ),
      await disputed(
        'a receipt of another new record',
        await receiptWith({ new_cid: held.cid }),
        'The CID is that of the record shown.',
      ),
      await disputed('without a receipt', rowWith({ receipt: null }), 'The recipient said nothing.'),
      await disputed(
        'a record that the recipient rewrote',
        await receiptWith({ new_cid: recordCid(rewritten) }, rewritten),
        'The author did not sign these words.',
      ),
      await disputed(
        'another message of the same author',
        await receiptWith({ new_cid: recordCid(exchanged) }, exchanged),
        'These are other words than those of the receipt.',
      ),
      await disputed(
        'a record that does not open',
        await receiptWith(
          { new_cid: recordCid({ ...record, messages: held.record.messages }) },
          { ...record, messages: held.record.messages },
        ),
        'It is not under the key of the two.',
      ),
      await disputed(
        'the held record for the new one',
        rowWith({ new_record: held.record }),
        'It names the parties.',
      ),
    ],
  };
}
