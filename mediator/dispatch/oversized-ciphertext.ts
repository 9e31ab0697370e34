import { LIMITS } from '../../lib/protocol/wire.ts';

/** Tells whether a command, as parsed and not yet checked, carries a ciphertext larger than any can be. */
export function oversizedCiphertext(json: unknown): boolean {
  const payload = member(json, 'payload');
  if (isTooLong(member(payload, 'payload')) || isTooLong(member(payload, 'encrypted_request'))) return true;
  if (isTooLong(member(member(payload, 'record'), 'messages'))) return true;
  const events = member(payload, 'events');
  if (Array.isArray(events) && events.some((event) => isTooLong(member(event, 'payload')))) return true;
  const items = member(payload, 'items');
  return Array.isArray(items) && items.some((item) => isTooLong(member(member(item, 'record'), 'messages')));
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function isTooLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > LIMITS.ciphertextLength;
}
