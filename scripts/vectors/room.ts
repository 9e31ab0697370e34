import { concatBytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import { ownRoomId, partyHash, roomId } from '../../lib/protocol/room.ts';
import { bobsWallet, roomSalt } from './support/held-sample.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { AcceptCase, RefuseCase, VectorFile } from './support/vector-file.ts';
import { walletOf } from './support/wallet-of.ts';

const { alice, carol, secondWallet } = personas;
const ROOM = utf8('decentrl/room/v1');
const PARTY = utf8('decentrl/party/v1');

interface RoomInput {
  signing_key_hex: string;
  address: string;
  room_salt: string;
}

const roomOf = ({ signing_key_hex, address, room_salt }: RoomInput) =>
  roomId(hexDecode(signing_key_hex), address, room_salt);

const aliceAndBob: RoomInput = {
  signing_key_hex: hex(alice.signer.publicKey),
  address: bobsWallet.address,
  room_salt: roomSalt,
};

function roomCase(name: string, changes: Partial<RoomInput>): AcceptCase {
  const input = { ...aliceAndBob, ...changes };
  const parts = [
    hexDecode(input.signing_key_hex),
    hexDecode(input.address.slice(2)),
    hexDecode(input.room_salt),
  ];
  const steps = { hashed_hex: hex(concatBytes(ROOM, ...parts)) };
  return { name, operation: 'room-id', input, steps, output: { room_id: roomOf(input) } };
}

function party(name: string, who: string): AcceptCase {
  const steps = { hashed_hex: hex(concatBytes(PARTY, hexDecode(roomSalt), utf8(who))) };
  const input = { room_salt: roomSalt, party: who };
  return { name, operation: 'party-hash', input, steps, output: { hash: partyHash(roomSalt, who) } };
}

function noRoom(name: string, changes: Partial<RoomInput>, why: string): Promise<RefuseCase> {
  const input = { ...aliceAndBob, ...changes };
  return refused({ name, operation: 'room-id', input, why }, () => roomOf(input));
}

/** Ids of rooms, and what stands for their parties in public. */
export async function room(): Promise<VectorFile> {
  const secret = hex(seededBytes('own room', 32));
  return {
    format: 'room',
    document: 'address-messaging.md §2',
    about:
      'What is public of a conversation are hashes that only those who know a salt of 32 random bytes can recompute.',
    operations: {
      'room-id':
        'SHA-256 of "decentrl/room/v1", the 32 bytes of the first sender’s signing key, the 20 bytes of the address and the 32 bytes of the salt.',
      'party-hash':
        'SHA-256 of "decentrl/party/v1", the 32 bytes of the salt and the UTF-8 of the DID or of the address as text.',
      'own-room-id':
        'The room under which own stored events of an anchored conversation are listed: SHA-256 of "decentrl/room/v1" and 32 secret bytes.',
    },
    modules: ['lib/protocol/room.ts'],
    accept: [
      roomCase('of Alice and Bob’s wallet', {}),
      roomCase('of Alice and another wallet', { address: walletOf(secondWallet.privateKey).address }),
      roomCase('of another sender', { signing_key_hex: hex(carol.signer.publicKey) }),
      roomCase('with another salt', { room_salt: '00'.repeat(32) }),
      party('the sender is hashed as the whole text of the DID', alice.did),
      party(
        'the text decides: the same keys under another alias are another party',
        formatDid({
          alias: 'al',
          signingKey: alice.signer.publicKey,
          preKey: alice.preKey.publicKey,
          mediatorDid: personas.mediator.did,
        }),
      ),
      party('the receiver is hashed as the text of the address, with 0x', bobsWallet.address),
      {
        name: 'the room of own stored events',
        operation: 'own-room-id',
        input: { secret },
        steps: { hashed_hex: hex(concatBytes(ROOM, hexDecode(secret))) },
        output: { room_id: ownRoomId(secret) },
      },
    ],
    refuse: [
      await noRoom(
        'an address with capitals',
        { address: `0x${'AB'.repeat(20)}` },
        'Addresses are lower case.',
      ),
      await noRoom('a salt with capitals', { room_salt: 'AB'.repeat(32) }, 'Hex is lower case.'),
      await noRoom('a salt of 31 bytes', { room_salt: 'ab'.repeat(31) }, 'A salt is 32 bytes.'),
      await noRoom('no salt', { room_salt: '' }, 'A salt is 32 bytes.'),
      await refused(
        {
          name: 'a party under a salt of 33 bytes',
          operation: 'party-hash',
          input: { room_salt: 'ab'.repeat(33), party: alice.did },
          why: 'A salt is 32 bytes.',
        },
        () => partyHash('ab'.repeat(33), alice.did),
      ),
      await refused(
        {
          name: 'an own room of 16 secret bytes',
          operation: 'own-room-id',
          input: { secret: 'ab'.repeat(16) },
          why: 'The secret is 32 bytes.',
        },
        () => ownRoomId('ab'.repeat(16)),
      ),
    ],
  };
}
