import { hex, utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import { type Contract, contractRequestKey } from '../protocol/contract.ts';

/** Id of a request: 32 hex digits of the hash of its requestor and that one's key, the same for both sides and for ever. */
export function requestIdOf(contract: Contract): string {
  return hex(sha256(utf8(contractRequestKey(contract)))).slice(0, 32);
}

/** Id of the conversation of a person with whom there is no contract yet. */
export function provisionalConversation(requestId: string): string {
  return `request:${requestId}`;
}

/** True for ids made by `provisionalConversation`. */
export function isProvisional(conversationId: string): boolean {
  return conversationId.startsWith('request:');
}
