import { createHash } from 'node:crypto';
import { hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import {
  type PublicEvent,
  type SignedPublicEvent,
  signPublicEvent,
  verifyPublicEvent,
} from '../../../lib/protocol/public-event.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

// As mediator/commands/publish-public-event.ts makes it.
const idOf = (signature: string) =>
  createHash('sha256').update(signature).digest().subarray(0, 16).toString('base64url');

runVectors<{ signing_seed_hex: string; event: PublicEvent | SignedPublicEvent }>('public-event', {
  async sign({ signing_seed_hex, event }) {
    const { event_signature, ...unsigned } = await signPublicEvent(
      event,
      signerFromSeed(hexDecode(signing_seed_hex)),
    );
    return {
      steps: { canonical: canonicalJson(unsigned) },
      output: { event_signature, public_event_id: idOf(event_signature) },
    };
  },
  async verify({ event }) {
    const signed = event as SignedPublicEvent;
    const { did } = await verifyPublicEvent(signed);
    return { output: { publisher_did: did, public_event_id: idOf(signed.event_signature) } };
  },
});
