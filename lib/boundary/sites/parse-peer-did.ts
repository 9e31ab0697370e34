import { InvalidParamsError } from '../../errors/errors.ts';
import { type ParsedDid, parseDid } from '../../protocol/did.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';

/** Parses a DID a site gave. Throws InvalidParamsError. */
export function parsePeerDid(did: string): ParsedDid {
  try {
    return parseDid(did);
  } catch (error) {
    if (error instanceof ProtocolError)
      throw new InvalidParamsError([{ path: 'peer', message: 'must be the DID of a person' }]);
    throw error;
  }
}
