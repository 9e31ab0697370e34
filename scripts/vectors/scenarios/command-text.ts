import { base64Encode } from '../../../lib/crypto/base64.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../../lib/crypto/canonical.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';

const { alice, mediator, baseTime } = personas;

/** A command as text, signed by Alice; `changes` are made after signing. */
export async function commandText(
  header: Members,
  payload: JsonValue,
  changes: Members = {},
): Promise<string> {
  const whole = {
    channel: 'DIRECT_AUTHENTICATED',
    sender_did: alice.did,
    sender_signing_key_id: `${alice.did}#signing`,
    recipient_did: mediator.did,
    timestamp: (baseTime + 10) * 1000,
    nonce: 'text-00000000001',
    ...header,
  };
  const bytes = utf8(canonicalJson({ header: whole, payload }));
  const signature = base64Encode(await alice.signer.sign(bytes));
  return JSON.stringify({ header: whole, payload, signature, ...changes });
}
