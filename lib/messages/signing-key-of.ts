import { parseDid } from '../protocol/did.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';

/** The signing key (multibase) of a DID a mediator gave, null when it is none. */
export function signingKeyOf(did: string): string | null {
  try {
    return parseDid(did).signingKeyMultibase;
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
