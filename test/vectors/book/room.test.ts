import { concatBytes, hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { addressBytes } from '../../../lib/protocol/ethereum-address.ts';
import { ownRoomId, partyHash, roomId } from '../../../lib/protocol/room.ts';
import { HELD_INFO } from '../../../lib/protocol/wire.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

const hashed = (...parts: Uint8Array[]) => ({ hashed_hex: hex(concatBytes(...parts)) });

runVectors<{ signing_key_hex: string; address: string; room_salt: string; party: string; secret: string }>(
  'room',
  {
    'room-id'({ signing_key_hex, address, room_salt }) {
      const key = hexDecode(signing_key_hex);
      const room_id = roomId(key, address, room_salt);
      const steps = hashed(utf8(HELD_INFO.room), key, addressBytes(address), hexDecode(room_salt));
      return { steps, output: { room_id } };
    },
    'party-hash'({ room_salt, party }) {
      const hash = partyHash(room_salt, party);
      return { steps: hashed(utf8(HELD_INFO.party), hexDecode(room_salt), utf8(party)), output: { hash } };
    },
    'own-room-id'({ secret }) {
      const room_id = ownRoomId(secret);
      return { steps: hashed(utf8(HELD_INFO.room), hexDecode(secret)), output: { room_id } };
    },
  },
);
