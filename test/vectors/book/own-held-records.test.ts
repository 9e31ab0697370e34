import { importAeadKey } from '../../../lib/crypto/aead.ts';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../../lib/crypto/canonical.ts';
import { sealOwnRecord } from '../../../lib/envelopes/own-record.ts';
import { parseOwnHeldHanded } from '../../../lib/held/kept/own-held-handed.ts';
import { parseOwnHeldReceived } from '../../../lib/held/kept/own-held-received.ts';
import { parseOwnHeldSent } from '../../../lib/held/kept/own-held-sent.ts';
import { parseOwnHeldState } from '../../../lib/held/kept/own-held-state.ts';
import { deriveStorageKeys } from '../../../lib/protocol/derive-keys.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { openStored } from '../../../lib/protocol/stored-event.ts';
import { importTagKey } from '../../../lib/protocol/tags.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  type: string;
  data: JsonValue;
  did: string;
  storage_key_hex: string;
  now_ms: number;
  nonce_hex: string;
  id_hex: string;
  own_signing_key: string;
}

runVectors<Input>('own-held-records', {
  async seal({ type, data, did, storage_key_hex, now_ms, nonce_hex, id_hex }) {
    const { store, tag } = deriveStorageKeys(hexDecode(storage_key_hex));
    const keys = { did: parseDid(did), store: await importAeadKey(store), tag: await importTagKey(tag) };
    const own = await seededRandom([nonce_hex, id_hex].map(hexDecode), () =>
      sealOwnRecord(keys, type, data, now_ms),
    );
    const stored = await openStored(own.payload, keys.store);
    const steps = {
      event: stored.event,
      canonical: canonicalJson(stored),
      store_key_hex: hex(store),
      tag_key_hex: hex(tag),
    };
    return { steps, output: { ...own } };
  },
  async 'read-sent'({ data, own_signing_key }) {
    const { notAfter, ...read } = await parseOwnHeldSent(data, own_signing_key);
    return { output: { ...read, not_after: notAfter } };
  },
  'read-state'({ data }) {
    const { id, cid, change, binding } = parseOwnHeldState(data);
    const { state, receivedAt, receipt, since, reason, newCid, newRecord } = change;
    const changed = { state, received_at: receivedAt, receipt, since, reason };
    const known = binding && { ...binding, binding: { ...binding.binding } };
    return {
      output: { id, cid, ...changed, new_cid: newCid, new_record: newRecord, binding: known },
    };
  },
  async 'read-received'({ data }) {
    const { author, ...read } = await parseOwnHeldReceived(data);
    return { output: { ...read, author_signing_key: author.signingKeyMultibase } };
  },
  'read-handed'({ data }) {
    const { senderSigningKey, id, end } = parseOwnHeldHanded(data);
    const { state, newCid, newRecord, deletionReceipt, since, reason } = end;
    const ended = { state, new_cid: newCid, new_record: newRecord, deletion_receipt: deletionReceipt };
    return { output: { signing_key: senderSigningKey, id, ...ended, since, reason } };
  },
});
