import { encryptAead, importAeadKey } from '../../lib/crypto/aead.ts';
import { type Agreer, agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { base64Decode, base64Encode } from '../../lib/crypto/base64.ts';
import { type Bytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../lib/crypto/kdf.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { x25519 } from '../../lib/crypto/noble-x25519.ts';
import { epochAgreer } from '../../lib/protocol/epoch-key.ts';
import {
  openShare,
  parseRewrappedShare,
  type RewrappedShare,
  rewrapShare,
  wrapContentKey,
} from '../../lib/protocol/share.ts';
import { bobsWallet, epoch } from './support/held-sample.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';
import { walletOf } from './support/wallet-of.ts';

const { alice, bob, escrow, secondWallet } = personas;
const INFO = 'decentrl/share/v1';
const contentKey = seededBytes('content key', 32);
const commitment = hex(seededBytes('commitment', 32));
const master = hex(escrow.epochMaster);

/** What is agreed on between an ephemeral key and the owner of the other. */
function agreed(secretSeed: Bytes, publicKey: Bytes): { shared_secret_hex: string; key_hex: string } {
  const secret = x25519.getSharedSecret(secretSeed, publicKey);
  return {
    shared_secret_hex: hex(secret),
    key_hex: hex(hkdfSha256(secret, INFO, 32, hexDecode(commitment))),
  };
}

interface Wrapping {
  ephemeralSeed: Bytes;
  nonce: Bytes;
}

const wrapping = (label: string): Wrapping => ({
  ephemeralSeed: seededBytes(`${label} ephemeral`, 32),
  nonce: seededBytes(`${label} nonce`, 12),
});

const wrap = (to: Bytes, { ephemeralSeed, nonce }: Wrapping) =>
  seededRandom([ephemeralSeed, nonce], () => wrapContentKey(contentKey, to, commitment));

async function wrapped(name: string, to: Bytes, random: Wrapping): Promise<AcceptCase> {
  const share = await wrap(to, random);
  return {
    name,
    operation: 'wrap',
    input: {
      content_key_hex: hex(contentKey),
      public_key: encodeAgreementKey(to),
      commitment,
      ephemeral_seed_hex: hex(random.ephemeralSeed),
      nonce_hex: hex(random.nonce),
    },
    steps: {
      ephemeral_public_key_hex: hex(agreerFromSeed(random.ephemeralSeed).publicKey),
      ...agreed(random.ephemeralSeed, to),
      sealed_hex: hex(base64Decode(share.ciphertext)),
    },
    output: share,
  };
}

interface Opening {
  epk: string;
  ciphertext: string;
  agreement_seed_hex: string;
  commitment: string;
}

const open = ({ epk, ciphertext, agreement_seed_hex, commitment: of }: Opening) =>
  openShare({ epk, ciphertext }, agreerFromSeed(hexDecode(agreement_seed_hex)), of);

function notOpened(name: string, opening: Opening, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'open', input: { ...opening }, why }, () => open(opening));
}

function notParsed(name: string, share: Members, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'parse', input: { share }, why }, () => parseRewrappedShare(share));
}

function flipped(text: string, bit: number): string {
  const bytes = base64Decode(text);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return base64Encode(bytes);
}

/** Seals any bytes to a public key as a share is, so that only what is in it is wrong. */
async function sealedShare(to: Agreer, plaintext: Bytes): Promise<RewrappedShare> {
  const { ephemeralSeed, nonce } = wrapping('odd');
  const { key_hex } = agreed(ephemeralSeed, to.publicKey);
  return {
    epk: encodeAgreementKey(agreerFromSeed(ephemeralSeed).publicKey),
    ciphertext: base64Encode(await encryptAead(await importAeadKey(hexDecode(key_hex)), plaintext, nonce)),
  };
}

/** Shares: the content key of a held message, wrapped to one X25519 key. */
export async function share(): Promise<VectorFile> {
  const toEscrow = await wrap(epoch.agreer.publicKey, wrapping('escrow'));
  const epochSeed = hex(hkdfSha256(escrow.epochMaster, utf8Info(bobsWallet.address)));
  const opening = { ...toEscrow, agreement_seed_hex: epochSeed, commitment };
  const again = wrapping('recipient');
  const rewrapped = await seededRandom([again.ephemeralSeed, again.nonce], () =>
    rewrapShare(toEscrow, { epochAgreer: epoch.agreer, commitment, recipientPreKey: bob.preKey.publicKey }),
  );
  const other = walletOf(secondWallet.privateKey).address;
  const otherSeed = hex(hkdfSha256(escrow.epochMaster, utf8Info(other)));
  const short = await sealedShare(epoch.agreer, contentKey.subarray(0, 31));
  const lowOrder = [0, 1].map((byte) => encodeAgreementKey(Uint8Array.of(byte, ...new Uint8Array(31))));
  const rewrapInput = {
    share: toEscrow,
    epoch_master_hex: master,
    address: bobsWallet.address,
    commitment,
    recipient_pre_key: encodeAgreementKey(bob.preKey.publicKey),
    ephemeral_seed_hex: hex(again.ephemeralSeed),
    nonce_hex: hex(again.nonce),
  };
  return {
    format: 'share',
    document: 'address-messaging.md §2',
    about:
      'A content key, wrapped to the escrow’s key of an address and later anew to the recipient’s pre-key: AES-256-GCM under HKDF-SHA-256 of X25519, the commitment of the message as salt.',
    operations: {
      wrap: 'key = HKDF-SHA-256(X25519(ephemeral, public key), salt = the 32 bytes of the commitment, info = "decentrl/share/v1"); ciphertext = base64 of nonce ‖ AES-256-GCM of the content key ‖ tag, without associated data.',
      open: 'The content key, for the owner of the private key.',
      rewrap:
        'What an escrow does once the address is bound: opens with the epoch key of the address, wraps anew.',
      parse: 'The shape of a share as QUERY_HELD_MESSAGES gives it.',
    },
    modules: ['lib/protocol/share.ts', 'lib/crypto/agreement.ts', 'lib/crypto/aead.ts'],
    accept: [
      await wrapped('to the escrow’s key of Bob’s wallet', epoch.agreer.publicKey, wrapping('escrow')),
      await wrapped('to Bob’s pre-key', bob.preKey.publicKey, wrapping('bob')),
      {
        name: 'by the escrow',
        operation: 'open',
        input: opening,
        steps: agreed(hexDecode(epochSeed), agreerFromSeed(wrapping('escrow').ephemeralSeed).publicKey),
        output: { content_key_hex: hex(contentKey) },
      },
      {
        name: 'for Bob',
        operation: 'rewrap',
        input: rewrapInput,
        steps: { content_key_hex: hex(contentKey), ...agreed(again.ephemeralSeed, bob.preKey.publicKey) },
        output: rewrapped,
      },
      {
        name: 'by Bob, after that',
        operation: 'open',
        input: { ...rewrapped, agreement_seed_hex: hex(bob.preKeySeed), commitment },
        steps: agreed(bob.preKeySeed, agreerFromSeed(again.ephemeralSeed).publicKey),
        output: { content_key_hex: hex(contentKey) },
      },
      {
        name: 'a share for its recipient',
        operation: 'parse',
        input: { share: rewrapped },
        output: rewrapped,
      },
    ],
    refuse: [
      await notOpened(
        'with the key of another address',
        { ...opening, agreement_seed_hex: otherSeed },
        'One address’s key opens nobody else’s shares.',
      ),
      await notOpened(
        'with the key of another person',
        { ...opening, agreement_seed_hex: hex(alice.preKeySeed) },
        'Only the owner of the key opens it.',
      ),
      await notOpened(
        'moved to another message',
        { ...opening, commitment: 'ef'.repeat(32) },
        'The commitment is the salt.',
      ),
      await notOpened(
        'a commitment with capitals',
        { ...opening, commitment: 'EF'.repeat(32) },
        'Hashes are lower-case hex.',
      ),
      await notOpened(
        'a bit of the nonce changed',
        { ...opening, ciphertext: flipped(toEscrow.ciphertext, 3) },
        'It is authenticated.',
      ),
      await notOpened(
        'a bit of the key changed',
        { ...opening, ciphertext: flipped(toEscrow.ciphertext, 200) },
        'It is authenticated.',
      ),
      await notOpened(
        'a bit of the tag changed',
        { ...opening, ciphertext: flipped(toEscrow.ciphertext, 479) },
        'It is authenticated.',
      ),
      await notOpened('31 bytes in it', { ...opening, ...short }, 'A content key is 32 bytes.'),
      await notOpened(
        'another ephemeral key',
        { ...opening, epk: encodeAgreementKey(alice.preKey.publicKey) },
        'The key is agreed on with the ephemeral key.',
      ),
      ...(await Promise.all(
        lowOrder.map((epk, at) =>
          notOpened(
            `an ephemeral key of low order, u = ${at}`,
            { ...opening, epk },
            'Such a key contributes nothing.',
          ),
        ),
      )),
      await notOpened(
        'a signing key as the ephemeral key',
        { ...opening, epk: bob.did.split(':')[3] ?? '' },
        'It is an X25519 key, z6LS….',
      ),
      await notParsed(
        'with a kid',
        { kid: epoch.kid, ...rewrapped },
        'Only shares for the escrow name an epoch.',
      ),
      await notParsed(
        'without an ephemeral key',
        { ciphertext: rewrapped.ciphertext },
        'Both members are there.',
      ),
      await notParsed(
        'of another length',
        { ...rewrapped, ciphertext: base64Encode(new Uint8Array(61)) },
        'nonce, key and tag are 60 bytes, 80 characters.',
      ),
      await notParsed(
        'in base64url',
        { ...rewrapped, ciphertext: base64Encode(new Uint8Array(60).fill(255)).replaceAll('/', '_') },
        'Ciphertext is standard base64.',
      ),
      await notParsed(
        'an ephemeral key of low order',
        { ...rewrapped, epk: lowOrder[0] ?? '' },
        'Such a key contributes nothing.',
      ),
      await refused(
        {
          name: 'rewrapped with the epoch key of another address',
          operation: 'rewrap',
          input: { ...rewrapInput, address: other },
          why: 'The share is opened first, with the key of the address of its record.',
        },
        () =>
          rewrapShare(toEscrow, {
            epochAgreer: epochAgreer(escrow.epochMaster, other),
            commitment,
            recipientPreKey: bob.preKey.publicKey,
          }),
      ),
    ],
  };
}

function utf8Info(address: string): Bytes {
  return Uint8Array.from([...utf8('decentrl/epoch/v1'), ...hexDecode(address.slice(2))]);
}
