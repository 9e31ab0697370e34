// biome-ignore-all lint/suspicious/noTemplateCurlyInString: tag templates are data with placeholders
import { beforeAll, describe, expect, it } from 'vitest';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { hex, utf8 } from '../../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../../lib/crypto/kdf.ts';
import { verifySignature } from '../../../lib/crypto/signature.ts';
import { deriveIdentitySeeds, deriveStorageKeys } from '../../../lib/protocol/derive-keys.ts';
import {
  checkTag,
  contractRecordId,
  copyId,
  fillTagTemplate,
  importTagKey,
  isReserved,
  tagBlob,
} from '../../../lib/protocol/tags.ts';
import { alice, seed } from './check-identities.ts';

let key: CryptoKey;

beforeAll(async () => {
  key = await importTagKey(seed(9));
});

describe('tags', () => {
  it('D-13 are 64 bytes in base64, the same for the same tag and key only', async () => {
    const blob = await tagBlob(key, 'chat.abc');
    expect(base64Decode(blob)).toHaveLength(64);
    expect(await tagBlob(key, 'chat.abc')).toBe(blob);
    expect(await tagBlob(key, 'chat.abd')).not.toBe(blob);
    expect(await tagBlob(await importTagKey(seed(8)), 'chat.abc')).not.toBe(blob);
  });

  it('T-26 are no signatures: neither over the tag nor over what a page could put in it', async () => {
    const blob = base64Decode(await tagBlob(key, 'chat'));
    for (const message of ['chat', 'tag\0chat', '"chat"']) {
      expect(await verifySignature(alice.did.signingKey, utf8(message), blob)).toBe(false);
    }
  });

  it('have their own domain: a copy’s or a contract’s id is never a tag’s head', async () => {
    const bytes = utf8('chat');
    const ids = [await copyId(key, bytes), await contractRecordId(key, bytes)];
    const head = Buffer.from(base64Decode(await tagBlob(key, 'chat')).subarray(0, 16)).toString('base64url');
    expect(new Set([...ids, head]).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it.each(['', ' ', 'a b', 'ä', 'a\n', 'a%', 'x'.repeat(257)])('refuse %.10j', async (tag) => {
    expect(() => checkTag(tag)).toThrow(expect.objectContaining({ reason: 'tag' }));
    await expect(tagBlob(key, tag)).rejects.toMatchObject({ reason: 'tag' });
  });

  it('take every character that is allowed, up to 256', () => {
    expect(() => checkTag('AZaz09._:$@#/-')).not.toThrow();
    expect(() => checkTag('x'.repeat(256))).not.toThrow();
  });

  it('that begin decentrl. or dmtp. are the companion’s own', () => {
    expect(['decentrl.contract', 'dmtp.x', 'decentrl.'].every(isReserved)).toBe(true);
    expect(['decentrl', 'decentrlx', 'chat.decentrl.', 'Decentrl.x'].some(isReserved)).toBe(false);
  });
});

describe('tag templates', () => {
  const fill = (template: string, data: Parameters<typeof fillTagTemplate>[1]) =>
    fillTagTemplate(template, data);

  it('are filled from data', () => {
    expect(fill('chat.${chatId}', { chatId: 'abc' })).toBe('chat.abc');
    expect(fill('${a.b}/${n}', { a: { b: 'x' }, n: 7 })).toBe('x/7');
    expect(fill('plain', null)).toBe('plain');
  });

  it.each([
    ['a missing value', {}],
    ['an empty value', { chatId: '' }],
    ['an object', { chatId: {} }],
    ['null', { chatId: null }],
    ['a fraction', { chatId: 1.5 }],
    ['no object', 'chatId'],
  ])('throw on %s', (_, data) => {
    expect(() => fill('chat.${chatId}', data)).toThrow(expect.objectContaining({ reason: 'tag-template' }));
  });

  it('throw on inherited names and on values that make no tag', () => {
    expect(() => fill('${constructor.name}', {})).toThrow(
      expect.objectContaining({ reason: 'tag-template' }),
    );
    expect(() => fill('chat.${chatId}', { chatId: 'a b' })).toThrow(
      expect.objectContaining({ reason: 'tag' }),
    );
    expect(() => fill('chat.${chatId', { chatId: 'a' })).toThrow(expect.objectContaining({ reason: 'tag' }));
  });

  it('throw on a result that is reserved, whether the template or a value makes it so', () => {
    const reserved = expect.objectContaining({ reason: 'reserved' });
    expect(() => fill('decentrl.contract', {})).toThrow(reserved);
    expect(() => fill('${a}.room', { a: 'dmtp' })).toThrow(reserved);
    expect(fill('chat.${a}', { a: 'dmtp.room' })).toBe('chat.dmtp.room');
  });
});

describe('derived keys', () => {
  it('come from the root by the names protocol.md §2 gives', () => {
    const root = seed(1);
    const first = deriveIdentitySeeds(root, 0);
    expect(first.signing).toEqual(hkdfSha256(root, 'decentrl/root/v1/signing'));
    expect(first.preKey).toEqual(hkdfSha256(root, 'decentrl/root/v1/pre-key'));
    expect(first.storage).toEqual(hkdfSha256(root, 'decentrl/root/v1/storage'));
    expect(deriveIdentitySeeds(root, 2).signing).toEqual(hkdfSha256(root, 'decentrl/root/v1/2/signing'));
    const keys = deriveStorageKeys(first.storage);
    expect(keys.tag).toEqual(hkdfSha256(first.storage, 'decentrl/storage/v1/tag'));
    const all = [
      ...Object.values(first),
      ...Object.values(keys),
      ...Object.values(deriveIdentitySeeds(root, 1)),
    ];
    expect(new Set(all.map(hex)).size).toBe(9);
  });

  it('are as native HKDF with an empty salt makes them', async () => {
    const base = await crypto.subtle.importKey('raw', seed(1), 'HKDF', false, ['deriveBits']);
    const info = utf8('decentrl/root/v1/signing');
    const params = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
    const native = new Uint8Array(await crypto.subtle.deriveBits(params, base, 256));
    expect(deriveIdentitySeeds(seed(1), 0).signing).toEqual(native);
  });

  it('need a root of 32 bytes and a whole number', () => {
    expect(() => deriveIdentitySeeds(new Uint8Array(16), 0)).toThrow('32 bytes');
    expect(() => deriveIdentitySeeds(seed(1), -1)).toThrow(
      expect.objectContaining({ reason: 'identity-number' }),
    );
    expect(() => deriveIdentitySeeds(seed(1), 0.5)).toThrow(
      expect.objectContaining({ reason: 'identity-number' }),
    );
  });
});
