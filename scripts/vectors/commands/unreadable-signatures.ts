import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';
import { type Bytes, hex, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { personas } from '../support/personas.ts';
import type { Members, RefuseCase } from '../support/vector-file.ts';
import { COMMAND_TIME, headerOf } from './header-of.ts';
import { unreadable } from './read-command.ts';
import { signAnything } from './sign-anything.ts';

const { alice, bob, mediator } = personas;
const NOT_SIGNED = 'This is not what was signed.';
const FORM = 'A signature is standard base64 with padding: 88 characters for 64 bytes.';

/** Commands changed after signing, signed by others or over other bytes, and signatures of another form. */
export async function unreadableSignatures(): Promise<RefuseCase[]> {
  const payload = { type: 'DELETE_EVENTS', event_ids: ['own-1'] };
  const header = headerOf('alice', mediator.did, 'DELETE_EVENTS');
  const command = await signAnything(header, payload);
  const bytes = base64Decode(command.signature);
  const of = (name: string, changes: Members, why: string) =>
    unreadable(name, JSON.stringify({ ...command, ...changes }), why);
  const over = async (text: string) => base64Encode(await alice.signer.sign(utf8(text)));
  return [
    await of(
      'a payload changed after signing',
      { payload: { ...payload, event_ids: ['own-2'] } },
      NOT_SIGNED,
    ),
    await of(
      'a recipient changed after signing',
      { header: { ...header, recipient_did: bob.did } },
      NOT_SIGNED,
    ),
    await of(
      'a timestamp changed after signing',
      { header: { ...header, timestamp: COMMAND_TIME + 1 } },
      NOT_SIGNED,
    ),
    await of(
      'a nonce changed after signing',
      { header: { ...header, nonce: 'nonce-0000000002' } },
      NOT_SIGNED,
    ),
    await of(
      'signed by another identity',
      { signature: (await signAnything(header, payload, 'carol')).signature },
      'The key is the one in the sender’s DID.',
    ),
    await of(
      'signed over a text that is not canonical',
      { signature: await over(JSON.stringify({ payload, header })) },
      NOT_SIGNED,
    ),
    await of(
      'signed with a signature in it',
      { signature: await over(canonicalJson({ ...command })) },
      NOT_SIGNED,
    ),
    await of('signed over the payload alone', { signature: await over(canonicalJson(payload)) }, NOT_SIGNED),
    await of('one bit of the signature changed', { signature: base64Encode(bitFlipped(bytes)) }, NOT_SIGNED),
    await of(
      'the order of the group added to S',
      { signature: base64Encode(withOrderAdded(bytes)) },
      'S is smaller than the order of the group, so that a signature has one form.',
    ),
    await of('a signature of zeros', { signature: base64Encode(new Uint8Array(64)) }, NOT_SIGNED),
    await of(
      'a signature in base64url',
      { signature: `-_${base64Encode(new Uint8Array(64)).slice(2)}` },
      FORM,
    ),
    await of('a signature without its padding', { signature: command.signature.slice(0, -2) }, FORM),
    await of('a signature in hex', { signature: hex(bytes) }, FORM),
    await of('a signature of 65 bytes', { signature: base64Encode(new Uint8Array(65)) }, FORM),
    await of('a signature of 66 bytes', { signature: base64Encode(new Uint8Array(66)) }, FORM),
    await of(
      'a signature with loose bits after its last byte',
      { signature: looseBits(command.signature) },
      FORM,
    ),
  ];
}

function bitFlipped(signature: Bytes): Bytes {
  const bytes = signature.slice();
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  return bytes;
}

/** S + L: the same signature to a verifier that does not compare S with L. */
function withOrderAdded(signature: Bytes): Bytes {
  let s = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
  for (let at = 0; at < 32; at++) s += BigInt(signature[32 + at] ?? 0) << BigInt(8 * at);
  const bytes = signature.slice();
  for (let at = 0; at < 32; at++) bytes[32 + at] = Number((s >> BigInt(8 * at)) & 0xffn);
  return bytes;
}

/** 64 bytes leave four bits in the last character, which are zero; here one is not. */
function looseBits(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return `${signature.slice(0, 85)}${alphabet[alphabet.indexOf(signature.charAt(85)) + 1]}==`;
}
