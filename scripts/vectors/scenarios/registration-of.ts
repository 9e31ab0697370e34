import type { SignedContract } from '../../../lib/protocol/contract.ts';
import type { Members } from '../support/vector-file.ts';
import { capture, ref } from './script.ts';

/**
 * The reply to a registration: the request, completed by the mediator with a key that it chose, under its signature. It is
 * kept under `name`.
 */
export function registrationOf(name: string, { contract, requestor_signature }: SignedContract): Members {
  const completed = { ...contract, recipient_encryption_public_key: capture(`${name}_key`) };
  return {
    signed_contract: capture(name, {
      contract: capture(`${name}_contract`, completed),
      requestor_signature,
      recipient_signature: { $signature_of: 'mediator', over: ref(`${name}_contract`) },
    }),
  };
}
