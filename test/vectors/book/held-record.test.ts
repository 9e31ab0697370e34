import { importAeadKey } from '../../../lib/crypto/aead.ts';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { pad } from '../../../lib/crypto/padding.ts';
import {
  type HeldRecord,
  openHeld,
  parseHeldRecord,
  recordCid,
  sealHeld,
} from '../../../lib/protocol/held-record.ts';
import { commitmentOf, type InnerMessage } from '../../../lib/protocol/inner-message.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  inner: InnerMessage;
  receiver: string;
  not_after: number;
  epoch: { kid: string; public_key: string };
  content_key_hex: string;
  nonce_hex: string;
  ephemeral_seed_hex: string;
  share_nonce_hex: string;
  record: HeldRecord;
}

runVectors<Input>('held-record', {
  async seal({ inner, receiver, not_after, epoch, ...random }) {
    const { content_key_hex, nonce_hex, ephemeral_seed_hex, share_nonce_hex } = random;
    const values = [content_key_hex, nonce_hex, ephemeral_seed_hex, share_nonce_hex].map(hexDecode);
    const key = { kid: epoch.kid, publicKey: epoch.public_key };
    const { record, threshold, shares, cid } = await seededRandom(values, () =>
      sealHeld(inner, { receiver, notAfter: not_after, epoch: key }),
    );
    const plaintext = canonicalJson(inner);
    const steps = {
      plaintext,
      padded_length: pad(plaintext).length,
      commitment: commitmentOf(inner),
      canonical_record: canonicalJson(record),
    };
    return { steps, output: { record, threshold, shares, cid } };
  },
  async open({ record, content_key_hex }) {
    const { inner, author } = await openHeld(record, await importAeadKey(hexDecode(content_key_hex)));
    return {
      output: { inner, author_signing_key_hex: hex(author.signingKey), cid: recordCid(record) },
    };
  },
  parse({ record }) {
    return { output: { record: parseHeldRecord(record) } };
  },
});
