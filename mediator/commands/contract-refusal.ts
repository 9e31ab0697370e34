import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { Refusal } from '../errors/refusal.ts';

/** Passes on what a check of a contract gives; what it refuses is `COMMUNICATION_CONTRACT_NOT_VALID`, without the reason. */
export async function asContractRefusal<T>(check: Promise<T>): Promise<T> {
  try {
    return await check;
  } catch (error) {
    throw error instanceof ProtocolError ? new Refusal('COMMUNICATION_CONTRACT_NOT_VALID') : error;
  }
}
