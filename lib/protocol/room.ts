import { concatBytes, hex, hexDecode, utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import { addressBytes } from './ethereum-address.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { HELD_INFO } from './wire.ts';

/**
 * Hex SHA-256("decentrl/room/v1" ‖ sender's signing key ‖ address bytes ‖ room_salt): where a conversation is listed in
 * public. Only who knows the salt (32 random bytes, hex) can tell whose it is (address-messaging.md §2.4).
 */
export function roomId(senderSigningKey: Uint8Array, address: string, roomSalt: string): string {
  const parts = [utf8(HELD_INFO.room), senderSigningKey, addressBytes(address), saltBytes(roomSalt)];
  return hex(sha256(concatBytes(...parts)));
}

/**
 * Hex SHA-256("decentrl/room/v1" ‖ 32 secret bytes, hex): where the own stored events of a conversation that is anchored are
 * listed (address-messaging.md §4.2).
 */
export function ownRoomId(secret: string): string {
  return hex(sha256(concatBytes(utf8(HELD_INFO.room), saltBytes(secret))));
}

/**
 * Hex SHA-256("decentrl/party/v1" ‖ room_salt ‖ UTF-8 of it): what a published record says instead of a DID or an address
 * (address-messaging.md §3.5).
 */
export function partyHash(roomSalt: string, didOrAddress: string): string {
  return hex(sha256(concatBytes(utf8(HELD_INFO.party), saltBytes(roomSalt), utf8(didOrAddress))));
}

function saltBytes(roomSalt: string) {
  return hexDecode(parseShape(field.hash, roomSalt, 'room-salt'));
}
