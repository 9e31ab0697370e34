import { hex, utf8 } from '../../crypto/bytes.ts';
import { sha256 } from '../../crypto/hash.ts';
import { type Contract, contractRequestKey } from '../../protocol/contract.ts';

/** Id of a request: 32 hex digits of the hash of its requestor and that one's key, the same for both sides and for ever. */
export function requestIdOf(contract: Contract): string {
  return hex(sha256(utf8(contractRequestKey(contract)))).slice(0, 32);
}

/** Id of the conversation of a person with whom there is no contract yet. */
export function provisionalConversation(requestId: string): string {
  return `request:${requestId}`;
}

/** Ids of conversations begun by way of a wallet address: with the address itself, or by somebody unknown who wrote to ours. */
export const PRE_CONTRACT_PREFIX = { address: 'request:address/', sender: 'request:sender/' } as const;

/** True for a conversation that has a history before it has a contract. */
export function hasPreContractHistory(conversationId: string): boolean {
  return Object.values(PRE_CONTRACT_PREFIX).some((prefix) => conversationId.startsWith(prefix));
}

/** True for ids of conversations that have no contract yet. */
export function isProvisional(conversationId: string): boolean {
  return conversationId.startsWith('request:');
}
