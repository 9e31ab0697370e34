import { expect } from 'vitest';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import {
  commitmentOf,
  contentOf,
  type InnerFields,
  type InnerMessage,
  openInner,
  signInner,
  verifyInner,
} from '../../../lib/protocol/inner-message.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<InnerFields & { signing_seed_hex: string; inner: unknown; text: string }>('inner-message', {
  async sign({ signing_seed_hex, ...fields }) {
    const inner = await signInner(fields, signerFromSeed(hexDecode(signing_seed_hex)));
    const { signature, ...unsigned } = inner;
    const steps = {
      room_id: inner.room_id,
      canonical: canonicalJson(unsigned),
      signature,
      canonical_with_signature: canonicalJson(inner),
    };
    expect((await verifyInner(inner)).inner).toEqual(inner);
    return { steps, output: { inner, commitment: commitmentOf(inner) } };
  },
  async verify(input) {
    const { inner, author } = await verifyInner(input.inner);
    return {
      output: { author_signing_key_hex: hex(author.signingKey), commitment: commitmentOf(inner) },
    };
  },
  async open({ text }) {
    const { inner } = await openInner(text);
    return { output: { id: inner.id, commitment: commitmentOf(inner) } };
  },
  content({ content }) {
    return { output: contentOf({ content } satisfies Pick<InnerMessage, 'content'>) };
  },
});
