import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';
import { randomBytes, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { pad } from '../../../lib/crypto/padding.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { openHanded, pairKey, partyHash, sealHanded } from '../../../lib/protocol/handed-record.ts';
import {
  type HeldRecord,
  openHeld,
  openShare,
  parseHeldRecord,
  parseRewrappedShare,
  recordCid,
  rewrapShare,
  sealHeld,
} from '../../../lib/protocol/held-record.ts';
import {
  commitmentOf,
  contentOf,
  type InnerMessage,
  openInner,
  roomId,
  signInner,
  verifyInner,
} from '../../../lib/protocol/inner-message.ts';
import { alice, bob, carol, seed } from './check-identities.ts';
import {
  ADDRESS,
  epoch,
  epochKey,
  handedOver,
  innerFields,
  NOW,
  sealedHeld,
  signedInner,
} from './held-samples.ts';

const refusal = (reason?: string) =>
  expect.objectContaining({ name: 'ProtocolError', ...(reason ? { reason } : {}) });
const keyOf = (sealed: Awaited<ReturnType<typeof sealedHeld>>) =>
  openShare(sealed.shares[0] as never, epoch, sealed.commitment);

let sealed: Awaited<ReturnType<typeof sealedHeld>>;
beforeAll(async () => {
  sealed = await sealedHeld();
});

/** Another value of the same shape. */
const OTHER: Record<keyof Omit<HeldRecord, 'messages' | 'v'>, unknown> = {
  sender: carol.did.did,
  receiver: `0x${'ca'.repeat(20)}`,
  timestamp: NOW + 1,
  id: 'message-2',
  room_id: 'ef'.repeat(32),
  commitment: 'ef'.repeat(32),
  not_after: NOW + 86_401,
};

describe('a message to an address', () => {
  it('goes through the escrow to the two, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json({ maxDepth: 4 }).filter((body) => !/__proto__|constructor|prototype|-0/.test(body)),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        async (body, timestamp) => {
          const content = { type: 'chat.message', body };
          const one = await sealedHeld({ content, timestamp });
          const atEscrow = await openHeld(one.record, await keyOf(one));
          expect(atEscrow.inner).toEqual(one.inner);
          const share = await rewrapShare(one.shares[0] as never, {
            epochAgreer: epoch,
            commitment: one.commitment,
            recipientPreKey: bob.did.preKey,
          });
          const { inner } = await openHeld(one.record, await openShare(share, bob.preKey, one.commitment));
          const key = await pairKey(bob.preKey, alice.did.preKey, one.record.room_id);
          const handed = await sealHanded(inner, one.record, key);
          const backKey = await pairKey(alice.preKey, bob.did.preKey, one.record.room_id);
          const back = await openHanded(handed.record, backKey);
          expect(back.inner).toEqual(one.inner);
          expect(contentOf(back.inner)).toEqual({ type: 'chat.message', data: JSON.parse(body) });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('has a room of its own for each author, address and salt', async () => {
    const rooms = [
      roomId(alice.did.signingKey, ADDRESS, innerFields.room_salt),
      roomId(bob.did.signingKey, ADDRESS, innerFields.room_salt),
      roomId(alice.did.signingKey, `0x${'00'.repeat(20)}`, innerFields.room_salt),
      roomId(alice.did.signingKey, ADDRESS, 'ce'.repeat(32)),
    ];
    expect(new Set(rooms).size).toBe(4);
    expect(sealed.record.room_id).toBe(rooms[0]);
  });

  it('is padded, so that a short one and a shorter one look alike', async () => {
    const short = await sealedHeld({ content: { type: 'a', body: '""' } });
    const longer = await sealedHeld({ content: { type: 'a', body: '"a little longer than nothing"' } });
    expect(short.record.messages.length).toBe(longer.record.messages.length);
  });

  it('T-64 is refused beyond 128 KiB', async () => {
    const body = JSON.stringify('x'.repeat(131_000));
    await expect(sealedHeld({ content: { type: 'a', body } })).rejects.toEqual(refusal('too-large'));
  });

  it('is not sealed for another address than it is signed for', async () => {
    const to = { receiver: OTHER.receiver as string, notAfter: NOW + 60, epoch: epochKey };
    await expect(sealHeld(sealed.inner, to)).rejects.toEqual(refusal('receiver'));
  });

  it.each([NOW, NOW - 1, NOW + 180 * 86_400 + 1])('is not held until %d', async (notAfter) => {
    await expect(sealHeld(sealed.inner, { receiver: ADDRESS, notAfter, epoch: epochKey })).rejects.toEqual(
      refusal('held-record'),
    );
  });

  it('is signed by the DID it names only', async () => {
    await expect(signInner(innerFields, bob.signer)).rejects.toEqual(refusal('signer'));
  });

  it.each<[string, Partial<InnerMessage>]>([
    ['an upper-case address', { to_address: `0x${'B0'.repeat(20)}` }],
    ['a checksummed hash', { prev: 'AB'.repeat(32) }],
    ['milliseconds', { timestamp: NOW * 1000 }],
    ['chain 0', { chain_id: 0 }],
    ['seq 0', { seq: 0 }],
    ['a body that is no JSON', { content: { type: 'a', body: '{' } }],
    ['a type with a space', { content: { type: 'a b', body: '1' } }],
    ['a salt too short', { room_salt: 'cd'.repeat(31) }],
  ])('is not signed with %s', async (_, changes) => {
    await expect(signedInner(changes)).rejects.toEqual(refusal());
  });
});

describe('a held record', () => {
  it.each(Object.keys(OTHER).filter((name) => name !== 'not_after'))(
    'B-04 with another %s outside is refused',
    async (name) => {
      const changed = { ...sealed.record, [name]: OTHER[name as keyof typeof OTHER] } as HeldRecord;
      await expect(openHeld(changed, await keyOf(sealed))).rejects.toEqual(refusal());
      expect(recordCid(changed)).not.toBe(sealed.cid);
    },
  );

  it('B-04 with another end is another record', () => {
    expect(recordCid({ ...sealed.record, not_after: NOW + 86_401 })).not.toBe(sealed.cid);
  });

  it.each(['extra', 'constructor'])('is refused with the member %s', async (name) => {
    const more = { ...sealed.record, [name]: 1 };
    expect(() => parseHeldRecord(more)).toThrow(refusal('held-record'));
  });

  it('B-05 with one byte of the words altered by whoever holds the key is refused', async () => {
    const key = await keyOf(sealed);
    const altered = {
      ...sealed.inner,
      content: { ...sealed.inner.content, body: sealed.inner.content.body.replace('Bob', 'Rob') },
    };
    const messages = base64Encode(await encryptAead(key, pad(canonicalJson(altered))));
    for (const commitment of [sealed.commitment, commitmentOf(altered)]) {
      await expect(openHeld({ ...sealed.record, messages, commitment }, key)).rejects.toEqual(
        refusal('signature'),
      );
    }
  });

  it('B-05 signed anew by somebody else under the name of the author is refused', async () => {
    const key = await keyOf(sealed);
    const forged = await signInner({ ...innerFields, from_did: carol.did.did }, carol.signer);
    const renamed = { ...forged, from_did: alice.did.did, room_id: sealed.inner.room_id };
    const messages = base64Encode(await encryptAead(key, pad(canonicalJson(renamed))));
    const record = { ...sealed.record, messages, commitment: commitmentOf(renamed) };
    await expect(openHeld(record, key)).rejects.toEqual(refusal('signature'));
  });

  it('B-06 retargeted at another address is refused, in the record and in the room', async () => {
    const key = await keyOf(sealed);
    const carols = OTHER.receiver as string;
    await expect(openHeld({ ...sealed.record, receiver: carols }, key)).rejects.toEqual(refusal('receiver'));
    const retargeted = { ...sealed.inner, to_address: carols };
    await expect(verifyInner(retargeted)).rejects.toEqual(refusal('room-id'));
    const room_id = roomId(alice.did.signingKey, carols, innerFields.room_salt);
    await expect(verifyInner({ ...retargeted, room_id })).rejects.toEqual(refusal('signature'));
  });

  it('B-06 B-03 a share opens for its own address and its own message only', async () => {
    const share = sealed.shares[0] as never;
    for (const other of [epochAgreer(seed(9), OTHER.receiver as string), epochAgreer(seed(10), ADDRESS)]) {
      await expect(openShare(share, other, sealed.commitment)).rejects.toEqual(refusal('share'));
    }
    await expect(openShare(share, epoch, 'ef'.repeat(32))).rejects.toEqual(refusal('share'));
  });

  it('B-18 a ciphertext that opens under two keys is taken for the committed words only', async () => {
    // What a salamander ends in: the holder of another key reads other, properly signed words of the same author.
    const other = await signedInner({ content: { type: 'chat.message', body: '{"text":"Goodbye"}' } });
    const otherKey = await importAeadKey(randomBytes(32));
    const messages = base64Encode(await encryptAead(otherKey, pad(canonicalJson(other))));
    await expect(openHeld({ ...sealed.record, messages }, otherKey)).rejects.toEqual(refusal('commitment'));
  });

  it('B-18 an inner text that is not canonical is refused, though its signature would hold', async () => {
    const key = await keyOf(sealed);
    const text = JSON.stringify(sealed.inner, null, 1);
    const messages = base64Encode(await encryptAead(key, utf8(text)));
    await expect(openHeld({ ...sealed.record, messages }, key)).rejects.toEqual(refusal('not-canonical'));
  });

  it('is opened by nobody else’s key', async () => {
    const key = await importAeadKey(randomBytes(32));
    await expect(openHeld(sealed.record, key)).rejects.toEqual(refusal('decryption'));
  });

  it('any flipped bit of a share is refused', async () => {
    const share = sealed.shares[0] as { kid: string; epk: string; ciphertext: string };
    await fc.assert(
      fc.asyncProperty(fc.nat(60 * 8 - 1), async (bit) => {
        const bytes = base64Decode(share.ciphertext);
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        const flipped = { ...share, ciphertext: base64Encode(bytes) };
        await expect(openShare(flipped, epoch, sealed.commitment)).rejects.toEqual(refusal('share'));
      }),
      { numRuns: 50 },
    );
  });
});

describe('T-67 low-order points', () => {
  const LOW = [0, 1].map((byte) => encodeAgreementKey(Uint8Array.of(byte, ...new Uint8Array(31))));

  it.each(LOW)('%s is no epoch key to seal under', async (publicKey) => {
    const to = { receiver: ADDRESS, notAfter: NOW + 60, epoch: { kid: 'x', publicKey } };
    await expect(sealHeld(sealed.inner, to)).rejects.toEqual(refusal('epoch-key'));
  });

  it.each(LOW)('%s is no ephemeral of a share', async (epk) => {
    const { ciphertext } = sealed.shares[0] as { ciphertext: string };
    await expect(openShare({ epk, ciphertext }, epoch, sealed.commitment)).rejects.toEqual(refusal('share'));
    expect(() => parseRewrappedShare({ epk, ciphertext })).toThrow(refusal('share'));
  });

  it('none is a pre-key to rewrap to or to share a room with', async () => {
    const low = new Uint8Array(32);
    const to = { epochAgreer: epoch, commitment: sealed.commitment, recipientPreKey: low };
    await expect(rewrapShare(sealed.shares[0] as never, to)).rejects.toEqual(refusal('all-zero'));
    await expect(pairKey(alice.preKey, low, sealed.record.room_id)).rejects.toEqual(refusal('all-zero'));
  });
});

describe('a handed record', () => {
  it('B-10 is encrypted by the recipient, and opens for the author with nobody online', async () => {
    const { handed, sealed: held } = await handedOver();
    const key = await pairKey(alice.preKey, bob.did.preKey, held.record.room_id);
    expect((await openHanded(handed.record, key)).inner).toEqual(held.inner);
    expect(handed.cid).toBe(recordCid(handed.record));
  });

  it('B-19 names neither party and no exact time', async () => {
    const { handed, sealed: held } = await handedOver();
    const text = new TextDecoder().decode(handed.bytes);
    for (const name of [alice.did.did, bob.did.did, ADDRESS, ADDRESS.slice(2), String(NOW)]) {
      expect(text).not.toContain(name);
    }
    expect(handed.record.sender).toBe(partyHash(innerFields.room_salt, alice.did.did));
    expect(handed.record.receiver).toBe(partyHash(innerFields.room_salt, ADDRESS));
    expect(handed.record.timestamp).toBe(NOW - (NOW % 3600));
    expect(Object.keys(handed.record).sort()).toEqual(Object.keys(held.record).sort());
  });

  it('B-04 with anything outside changed is refused', async () => {
    const { handed, sealed: held } = await handedOver();
    const key = await pairKey(alice.preKey, bob.did.preKey, held.record.room_id);
    const others = {
      sender: 'ef'.repeat(32),
      receiver: 'ef'.repeat(32),
      timestamp: handed.record.timestamp + 3600,
      id: 'message-2',
      room_id: 'ef'.repeat(32),
      commitment: 'ef'.repeat(32),
    };
    for (const [name, value] of Object.entries(others)) {
      await expect(openHanded({ ...handed.record, [name]: value }, key), name).rejects.toEqual(refusal());
    }
  });

  it('B-07 rewritten by the recipient is refused by the author, whatever its receipt says', async () => {
    const { handed, sealed: held } = await handedOver();
    const key = await pairKey(bob.preKey, alice.did.preKey, held.record.room_id);
    const rewritten = { ...held.inner, content: { type: 'chat.message', body: '{"text":"I owe you"}' } };
    const commitment = commitmentOf(rewritten);
    const messages = base64Encode(await encryptAead(key, pad(canonicalJson(rewritten))));
    const theirs = await pairKey(alice.preKey, bob.did.preKey, held.record.room_id);
    await expect(openHanded({ ...handed.record, messages }, theirs)).rejects.toEqual(refusal('signature'));
    await expect(openHanded({ ...handed.record, messages, commitment }, theirs)).rejects.toEqual(
      refusal('signature'),
    );
  });

  it('is opened by nobody but the two, in this room only', async () => {
    const { handed, sealed: held } = await handedOver();
    const strangers = [
      await pairKey(carol.preKey, alice.did.preKey, held.record.room_id),
      await pairKey(carol.preKey, bob.did.preKey, held.record.room_id),
      await pairKey(alice.preKey, bob.did.preKey, 'ef'.repeat(32)),
      await keyOf(held),
    ];
    for (const key of strangers) {
      await expect(openHanded(handed.record, key)).rejects.toEqual(refusal('decryption'));
    }
  });
});

describe('a message in a proof', () => {
  it('is verified from its text', async () => {
    const text = canonicalJson(sealed.inner);
    expect((await openInner(text)).author).toEqual(alice.did);
    await expect(openInner(text.replace('Hello', 'Jello'))).rejects.toEqual(refusal('signature'));
    await expect(openInner(`${text}\n`)).rejects.toEqual(refusal('not-canonical'));
  });
});
