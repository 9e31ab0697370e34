import { importAeadKey } from '../../lib/crypto/aead.ts';
import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../lib/crypto/canonical.ts';
import type { KnownBinding } from '../../lib/domain/records/address-record.ts';
import type { HeldReceivedRecord } from '../../lib/domain/records/held-received-record.ts';
import type { HeldSentRecord } from '../../lib/domain/records/held-sent-record.ts';
import { sealOwnRecord } from '../../lib/envelopes/own-record.ts';
import { ownHeldHandedForms, parseOwnHeldHanded } from '../../lib/held/kept/own-held-handed.ts';
import { ownHeldReceivedForms, parseOwnHeldReceived } from '../../lib/held/kept/own-held-received.ts';
import { ownHeldSentForms, parseOwnHeldSent } from '../../lib/held/kept/own-held-sent.ts';
import { ownHeldStateForms, parseOwnHeldState } from '../../lib/held/kept/own-held-state.ts';
import type { OpenedRow } from '../../lib/held/receive/open-held-row.ts';
import { signBindingStatement } from '../../lib/protocol/binding.ts';
import { deriveStorageKeys } from '../../lib/protocol/derive-keys.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { signDeletionReceipt, signSaveReceipt } from '../../lib/protocol/held-receipts.ts';
import { signInner } from '../../lib/protocol/inner-message.ts';
import { importTagKey } from '../../lib/protocol/tags.ts';
import { RESERVED } from '../../lib/protocol/wire.ts';
import { CHAIN_ID, sampleBound, sampleHanded } from './support/held-sample.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import { repeated } from './support/repeated.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const { alice, bob, carol, escrow, baseTime } = personas;
const NOW = baseTime * 1000 + 999;
const aliceKey = parseDid(alice.did).signingKeyMultibase;

interface Sealing {
  type: string;
  data: JsonValue;
  did: string;
  storage_key_hex: string;
  now_ms: number;
  nonce_hex: string;
  id_hex: string;
}

const seal = async ({ type, data, did, storage_key_hex, now_ms, nonce_hex, id_hex }: Sealing) => {
  const { store, tag } = deriveStorageKeys(hexDecode(storage_key_hex));
  const keys = { did: parseDid(did), store: await importAeadKey(store), tag: await importTagKey(tag) };
  return seededRandom([nonce_hex, id_hex].map(hexDecode), () => sealOwnRecord(keys, type, data, now_ms));
};

function sealingOf(type: string, data: JsonValue): Sealing {
  return {
    type,
    data,
    did: alice.did,
    storage_key_hex: hex(alice.storageKey),
    now_ms: NOW,
    nonce_hex: hex(seededBytes(`${type} nonce`, 12)),
    id_hex: hex(seededBytes(`${type} id`, 16)),
  };
}

async function sealed(name: string, type: string, data: JsonValue): Promise<AcceptCase> {
  const input = sealingOf(type, data);
  const { store, tag } = deriveStorageKeys(alice.storageKey);
  const event = JSON.stringify({ type, data });
  const meta = {
    direction: 'self',
    sender_did: alice.did,
    recipient_did: parseDid(alice.did).mediatorDid,
    contract_id: null,
    timestamp: baseTime,
    signature: null,
    tags: [type],
  };
  return {
    name,
    operation: 'seal',
    input: { ...input },
    steps: {
      event,
      canonical: canonicalJson({ v: 1, event, meta }),
      store_key_hex: hex(store),
      tag_key_hex: hex(tag),
    },
    output: { ...(await seal(input)) },
  };
}

type Kind = 'sent' | 'state' | 'received' | 'handed';

/** The data as it is read: what is not known of it is left out, what is computed comes with it. */
const READ: Record<Kind, (data: JsonValue) => Promise<Members>> = {
  async sent(data) {
    const { notAfter, ...read } = await parseOwnHeldSent(data, aliceKey);
    return { ...read, not_after: notAfter };
  },
  async state(data) {
    const { id, cid, change, binding } = parseOwnHeldState(data);
    const { state, receivedAt, receipt, since, reason, newCid, newRecord } = change;
    const known = binding && { ...binding, binding: { ...binding.binding } };
    return {
      id,
      cid,
      state,
      received_at: receivedAt,
      receipt,
      since,
      reason,
      new_cid: newCid,
      new_record: newRecord,
      binding: known,
    };
  },
  async received(data) {
    const { author, ...read } = await parseOwnHeldReceived(data);
    return { ...read, author_signing_key: author.signingKeyMultibase };
  },
  async handed(data) {
    const { senderSigningKey, id, end } = parseOwnHeldHanded(data);
    const { state, newCid, newRecord, deletionReceipt, since, reason } = end;
    return {
      signing_key: senderSigningKey,
      id,
      state,
      new_cid: newCid,
      new_record: newRecord,
      deletion_receipt: deletionReceipt,
      since,
      reason,
    };
  },
};

const inputOf = (kind: Kind, data: JsonValue): Members =>
  kind === 'sent' ? { data, own_signing_key: aliceKey } : { data };

const read = async (name: string, kind: Kind, data: JsonValue): Promise<AcceptCase> => ({
  name,
  operation: `read-${kind}`,
  input: inputOf(kind, data),
  output: await READ[kind](data),
});

const notRead = (name: string, kind: Kind, data: JsonValue, why: string): Promise<RefuseCase> =>
  refused({ name, operation: `read-${kind}`, input: inputOf(kind, data), why }, () => READ[kind](data));

const notSealed = (name: string, length: number, why: string): Promise<RefuseCase> => {
  const input = { ...sealingOf(RESERVED.heldSent, null), data: { text: repeated('x', length) } };
  return refused({ name, operation: 'seal', input, why }, () =>
    seal(sealingOf(RESERVED.heldSent, { text: 'x'.repeat(length) })),
  );
};

const first = (forms: JsonValue[]) => forms[0] as Members;
const second = (forms: JsonValue[]) => forms[1] as Members;

/** The companion's own records of held messages, from which another device or a restore rebuilds them. */
export async function ownHeldRecords(): Promise<VectorFile> {
  const { held, record: newRecord, cid: newCid } = await sampleHanded();
  const { inner, record, cid } = held;
  const sent = ownHeldSentForms({
    dev: '0123456789abcdef',
    inner,
    record,
    cid,
    escrow: escrow.did,
    notAfter: record.not_after,
    tags: ['chat'],
    origin: 'https://dapp.example',
  });
  const saved = { id: inner.id, cid, received_at: baseTime + 5 };
  const receipt = { receipt: saved, signature: await signSaveReceipt(saved, escrow.signer) };
  const sentRow: HeldSentRecord = {
    id: inner.id,
    identityIndex: 0,
    conversationId: '',
    escrow: escrow.did,
    chainId: CHAIN_ID,
    address: inner.to_address,
    inner,
    record,
    cid,
    newRecord: null,
    newCid: null,
    commitment: held.commitment,
    notAfter: record.not_after,
    state: 'held',
    at: NOW,
    receivedAt: saved.received_at * 1000,
    receipt,
    since: null,
    reason: null,
    origin: null,
  };
  const bound = await sampleBound();
  const known: KnownBinding = {
    ...bound,
    didSignature: await signBindingStatement(bound, bob.signer),
    did: bob.did,
    kind: 'account',
    firstSeenAt: NOW,
    checkedAt: NOW,
  };
  const taken = ownHeldStateForms(sentRow);
  const reencrypted = ownHeldStateForms(
    { ...sentRow, state: 're-encrypted', newCid, newRecord, since: NOW },
    known,
  );
  const opened = { inner, author: parseDid(alice.did), record, cid } as OpenedRow;
  const received = ownHeldReceivedForms(opened, escrow.did);
  const deleted = { id: inner.id, old_cid: cid, new_cid: newCid, deleted_at: baseTime + 60 };
  const receivedRow: HeldReceivedRecord = {
    key: '',
    id: inner.id,
    identityIndex: 0,
    senderSigningKey: aliceKey,
    senderDid: alice.did,
    escrow: escrow.did,
    chainId: CHAIN_ID,
    address: inner.to_address,
    record,
    cid,
    newRecord,
    newCid,
    inner,
    state: 're-encrypted',
    rekey: null,
    deletionReceipt: { receipt: deleted, signature: await signDeletionReceipt(deleted, escrow.signer) },
    since: NOW,
    at: NOW,
    reason: null,
  };
  const handed = ownHeldHandedForms(receivedRow);
  const { origin: _o, ...withoutOrigin } = first(sent);
  const { new_record: _n, ...withoutNewRecord } = first(taken);
  const altered = { ...inner, content: { ...inner.content, body: '{"content":"Hello Rob"}' } };
  const { v: _v, room_id: _r, signature: _s, ...fields } = inner;
  const carols = await signInner({ ...fields, from_did: carol.did }, carol.signer);
  return {
    format: 'own-held-records',
    document: 'address-messaging.md §3',
    about:
      'The companion’s own records of held messages among the own stored events: what was given to an escrow, how that went on, what came from one, how that ended; without record or new_record where both do not fit 128 KiB.',
    operations: {
      seal: 'An own record as SAVE_EVENTS takes it: the event is JSON.stringify({type, data}) with the members in the order given; nonce_hex seals it under the store sub-key, id_hex (base64url) is its id, its one tag is the blob of its type; now_ms is cut to whole seconds.',
      'read-sent':
        'A dmtp.held.sent: the signed message is verified and must be by the own key (multibase), the record must have the CID.',
      'read-state':
        'A dmtp.held.state: what became of a message of ours. received_at and since in milliseconds.',
      'read-received': 'A dmtp.held.received: the signed message is verified, the record must have the CID.',
      'read-handed': 'A dmtp.held.handed: how the hand-over of a message to us ended. since in milliseconds.',
    },
    modules: [
      'lib/envelopes/own-record.ts',
      'lib/held/kept/own-held-sent.ts',
      'lib/held/kept/own-held-state.ts',
      'lib/held/kept/own-held-received.ts',
      'lib/held/kept/own-held-handed.ts',
      'lib/protocol/stored-event.ts',
    ],
    accept: [
      await sealed('what Alice gave to the escrow', RESERVED.heldSent, first(sent)),
      await sealed('that the escrow took it', RESERVED.heldState, first(taken)),
      await read('given to an escrow', 'sent', first(sent)),
      await read('given to an escrow, the record too large to be kept', 'sent', second(sent)),
      await read('given to an escrow without tags', 'sent', { ...first(sent), tags: [] }),
      await read('a member of a later version is passed over', 'sent', { ...first(sent), later: 1 }),
      await read('taken by the escrow', 'state', first(taken)),
      await read('encrypted anew by the recipient, who answers for the wallet', 'state', first(reencrypted)),
      await read('the same, the new record too large to be kept', 'state', second(reencrypted)),
      await read('came from an escrow', 'received', first(received)),
      await read('came from an escrow, the record too large to be kept', 'received', second(received)),
      await read('encrypted anew by us', 'handed', first(handed)),
      await read('the same without its record', 'handed', second(handed)),
      await read('not encrypted anew', 'handed', {
        ...first(handed),
        state: 'not-re-encrypted',
        new_cid: null,
        new_record: null,
        deletion_receipt: null,
        since: null,
        reason: 'NOT_FOUND',
      }),
    ],
    refuse: [
      await notRead(
        'a message of somebody else as ours',
        'sent',
        { ...first(sent), inner: carols },
        'Only what this identity signed was sent by it.',
      ),
      await notRead(
        'other words',
        'sent',
        { ...first(sent), inner: altered },
        'The author did not sign them.',
      ),
      await notRead('another CID', 'sent', { ...first(sent), cid: newCid }, 'The CID is that of the record.'),
      await notRead(
        'a record that is none',
        'sent',
        { ...first(sent), record: newRecord },
        'What an escrow holds is a held record.',
      ),
      await notRead('without an origin', 'sent', withoutOrigin, 'Absent members are null.'),
      await notRead(
        'a tag with a space',
        'sent',
        { ...first(sent), tags: ['a b'] },
        'Tags have 1 to 256 characters of A-Za-z0-9._:$@#/-.',
      ),
      await notRead(
        'an escrow that is no mediator',
        'sent',
        { ...first(sent), escrow: alice.did },
        'An escrow is a did:web.',
      ),
      await notRead(
        'an end in milliseconds',
        'sent',
        { ...first(sent), not_after: record.not_after * 1000 },
        'not_after is whole seconds.',
      ),
      await notRead(
        'a state that no record tells',
        'state',
        { ...first(taken), state: 'queued' },
        'What is only queued is known to its device alone.',
      ),
      await notRead('without a new record', 'state', withoutNewRecord, 'Absent members are null.'),
      await notRead(
        'half a millisecond',
        'state',
        { ...first(taken), received_at: 0.5 },
        'Times are whole milliseconds.',
      ),
      await notRead(
        'a binding that is a text',
        'state',
        { ...first(taken), binding: bob.did },
        'A binding is an object or null.',
      ),
      await notRead(
        'other words that came',
        'received',
        { ...first(received), inner: altered },
        'The author did not sign them.',
      ),
      await notRead(
        'another CID of what came',
        'received',
        { ...first(received), cid: newCid },
        'The CID is that of the record.',
      ),
      await notRead(
        'an escrow’s state for a recipient',
        'handed',
        { ...first(handed), state: 'REKEYED' },
        'States are re-encrypted and not-re-encrypted.',
      ),
      await notRead(
        'without a signer',
        'handed',
        { ...first(handed), signing_key: null },
        'A message is named by its signer and its id.',
      ),
      await notSealed(
        'an event longer than its text may be',
        131_072,
        'The text of an event has at most 128 KiB.',
      ),
      await notSealed(
        'an event that fits, but not with everything around it',
        131_000,
        'With everything around it an own stored event has at most 128 KiB of canonical JSON.',
      ),
    ],
  };
}
