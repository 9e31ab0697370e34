import { expect } from 'vitest';
import { encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { hkdfSha256 } from '../../../lib/crypto/kdf.ts';
import { x25519 } from '../../../lib/crypto/noble-x25519.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { type HeldRow, openHeldRow } from '../../../lib/held/receive/open-held-row.ts';
import { judgeHanded, type SentRow } from '../../../lib/held/send/judge-handed.ts';
import {
  type HandedRecord,
  openHanded,
  pairKey,
  parseHandedRecord,
  sealHanded,
} from '../../../lib/protocol/handed-record.ts';
import { recordCid } from '../../../lib/protocol/held-record.ts';
import type { InnerMessage } from '../../../lib/protocol/inner-message.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { partyHash } from '../../../lib/protocol/room.ts';
import { HELD_INFO } from '../../../lib/protocol/wire.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { checkingWithoutContracts } from '../../support/book/checking-without-contracts.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  own_pre_key_seed_hex: string;
  other_pre_key_hex: string;
  room_id: string;
  inner: InnerMessage;
  not_after: number;
  nonce_hex: string;
  record: HandedRecord;
  row: HeldRow & SentRow;
  own_addresses: { chain_id: number; address: string }[];
  pre_key_seed_hex: string;
  signing_seed_hex: string;
  held: {
    id: string;
    escrow: string;
    chain_id: number;
    address: string;
    inner: InnerMessage;
    cid: string;
    commitment: string;
  };
}

const keyOf = (input: Input) =>
  pairKey(
    agreerFromSeed(hexDecode(input.own_pre_key_seed_hex)),
    hexDecode(input.other_pre_key_hex),
    input.room_id,
  );

runVectors<Input>('handed-record', {
  async 'pair-key'(input) {
    const key = await keyOf(input);
    const secret = x25519.getSharedSecret(
      hexDecode(input.own_pre_key_seed_hex),
      hexDecode(input.other_pre_key_hex),
    );
    const bytes = hkdfSha256(secret, HELD_INFO.room, 32, hexDecode(input.room_id));
    const [plaintext, nonce] = [new Uint8Array(40), new Uint8Array(12)];
    expect(await encryptAead(key, plaintext, nonce)).toEqual(
      await encryptAead(await importAeadKey(bytes), plaintext, nonce),
    );
    return { steps: { shared_secret_hex: hex(secret) }, output: { key_hex: hex(bytes) } };
  },
  async seal(input) {
    const { inner, not_after, nonce_hex } = input;
    const key = await keyOf(input);
    const { record, bytes, cid } = await seededRandom([hexDecode(nonce_hex)], () =>
      sealHanded(inner, { not_after }, key),
    );
    expect(new TextDecoder().decode(bytes)).toBe(canonicalJson(record));
    const steps = {
      sender: partyHash(inner.room_salt, inner.from_did),
      receiver: partyHash(inner.room_salt, inner.to_address),
      timestamp: Math.floor(inner.timestamp / 3600) * 3600,
      not_after: Math.floor(not_after / 3600) * 3600,
      canonical_record: canonicalJson(record),
    };
    return { steps, output: { record, cid } };
  },
  async open(input) {
    const { inner } = await openHanded(input.record, await keyOf(input));
    return { output: { inner, cid: recordCid(input.record) } };
  },
  parse({ record }) {
    return { output: { record: parseHandedRecord(record) } };
  },
  async 'hand-over'({ row, own_addresses, pre_key_seed_hex, signing_seed_hex, nonce_hex }) {
    const keys = {
      preKey: agreerFromSeed(hexDecode(pre_key_seed_hex)),
      signer: signerFromSeed(hexDecode(signing_seed_hex)),
    };
    const isOwn = async (chainId: number, address: string) =>
      own_addresses.some((own) => own.chain_id === chainId && own.address === address);
    const { item, newCid } = await seededRandom([hexDecode(nonce_hex)], () => openHeldRow(keys, row, isOwn));
    return { output: { item, new_cid: newCid } };
  },
  async judge({ held, row, pre_key_seed_hex }) {
    const domain = { ...checkingWithoutContracts, log: { debug() {}, info() {}, warn() {}, error() {} } };
    const keys = { preKey: agreerFromSeed(hexDecode(pre_key_seed_hex)) };
    const verdict = await judgeHanded(domain, keys, { ...held, chainId: held.chain_id }, row);
    if (verdict.verdict === 'disputed') throw new ProtocolError(verdict.reason);
    if (verdict.verdict === 'later') return { output: { verdict: 'later' } };
    return { output: { verdict: 'ours', new_cid: verdict.newCid, did: verdict.binding.known.did } };
  },
});
