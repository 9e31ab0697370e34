/** What comes from escrows and from whoever wrote to an address. */
import { encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { parseJson } from '../../../lib/crypto/canonical.ts';
import { CryptoError } from '../../../lib/crypto/crypto-error.ts';
import { parseBinding } from '../../../lib/protocol/binding.ts';
import { openHanded, parseHandedRecord } from '../../../lib/protocol/handed-record.ts';
import {
  openHeld,
  openShare,
  parseHeldRecord,
  parseRewrappedShare,
} from '../../../lib/protocol/held-record.ts';
import { openInner } from '../../../lib/protocol/inner-message.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { signResolution, verifyResolution } from '../../../lib/protocol/resolved-address.ts';
import { parseKid } from '../../../mediator/held/kid.ts';
import { alice, MEDIATOR_DID } from '../../unit/protocol/check-identities.ts';
import { ADDRESS, binding, epoch, handedOver, NOW, resolutions } from '../../unit/protocol/held-samples.ts';
import { jsonText, plainText } from './mutate.ts';
import type { Target } from './run-fuzz.ts';

const refuses = (error: unknown) =>
  error instanceof ProtocolError || (error instanceof CryptoError && error.reason === 'not-json');

/** Makes them once, since their seeds are signed and sealed. */
export async function heldTargets(): Promise<Target[]> {
  const { sealed, handed } = await handedOver();
  const answers = await resolutions();
  const signature = await signResolution(answers.bound, alice.signer);
  const key = await importAeadKey(new Uint8Array(32).fill(4));
  const [share] = sealed.shares;
  const [rewrapped, kid] = [{ epk: share?.epk, ciphertext: share?.ciphertext }, share?.kid ?? ''];
  const contentKey = await openShare(parseRewrappedShare(rewrapped), epoch, sealed.commitment);
  return [
    {
      name: 'held record',
      input: (random) => jsonText(random, [sealed.record]),
      parse: async (text) => openHeld(parseHeldRecord(parseJson(text)), contentKey),
      refuses,
    },
    {
      name: 'B-04 B-05 message in a held record',
      lesser: true,
      input: (random) => jsonText(random, [sealed.inner]),
      async parse(text) {
        // Sealed by whoever knows the content key: what is inside is what is fuzzed.
        const bytes = await encryptAead(key, new TextEncoder().encode(text));
        await openInner(text).catch((error) => {
          if (!refuses(error)) throw error;
        });
        await openHeld({ ...sealed.record, messages: base64Encode(bytes) }, key);
      },
      refuses,
    },
    {
      name: 'handed record',
      lesser: true,
      input: (random) => jsonText(random, [handed.record]),
      async parse(text) {
        const record = parseHandedRecord(parseJson(text));
        await openHanded(record, key).catch((error) => {
          if (!refuses(error)) throw error;
        });
      },
      refuses,
    },
    {
      name: 'share',
      lesser: true,
      input: (random) => jsonText(random, [rewrapped]),
      parse: async (text) => openShare(parseRewrappedShare(parseJson(text)), epoch, sealed.commitment),
      refuses,
    },
    {
      name: 'answer about an address',
      lesser: true,
      input: (random) => jsonText(random, [answers.bound]),
      async parse(text) {
        const asked = { escrow: MEDIATOR_DID, address: ADDRESS, chainId: 137, now: NOW };
        const answer = parseJson(text) as typeof answers.bound;
        await verifyResolution(answer, signature, alice.did.signingKey, asked);
      },
      refuses,
    },
    {
      name: 'binding',
      lesser: true,
      input: (random) => jsonText(random, [binding]),
      parse: (text) => parseBinding(parseJson(text)),
      refuses,
    },
    {
      name: 'kid of a share',
      lesser: true,
      input: (random) => plainText(random, [kid, 'AbC-_123.137', 'a.9007199254740993']),
      parse: (text) => parseKid(text),
      refuses: () => false,
    },
  ];
}
