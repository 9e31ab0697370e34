import { describe, expect, it } from 'vitest';
import { decryptAead, encryptAead } from '../../lib/crypto/aead.ts';
import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { CryptoError } from '../../lib/crypto/crypto-error.ts';
import { hmac, importHmacKey } from '../../lib/crypto/hmac.ts';
import { hkdfSha256 } from '../../lib/crypto/kdf.ts';
import { openNow, sealNow } from '../../lib/crypto/synchronous-aead.ts';
import { publicVectors } from '../support/public-vectors.ts';
import { type Wycheproof, wycheproofAead } from '../support/wycheproof-cases.ts';

describe('Wycheproof symmetric', () => {
  it('T-70 opens and makes the 316 AES-GCM cases as given, and refuses every other nonce length', async () => {
    const rows = wycheproofAead([128, 192, 256]);
    expect(rows).toHaveLength(316);
    for (const row of rows) {
      const key = await crypto.subtle.importKey('raw', hexDecode(row.key), 'AES-GCM', false, [
        'encrypt',
        'decrypt',
      ]);
      const aad = hexDecode(row.aad);
      const opening = decryptAead(key, hexDecode(row.sealed), aad);
      if (row.valid) {
        expect(hex(await opening), row.name).toBe(row.plaintext);
        const made = await encryptAead(key, hexDecode(row.plaintext), hexDecode(row.nonce), aad);
        expect(hex(made), row.name).toBe(row.sealed);
      } else {
        await expect(opening, row.name).rejects.toMatchObject({ name: 'CryptoError' });
      }
      if (row.nonce.length !== 24) {
        const making = encryptAead(key, hexDecode(row.plaintext), hexDecode(row.nonce), aad);
        await expect(making, row.name).rejects.toMatchObject({ reason: 'bytes' });
      }
    }
  });

  it('T-70 gives the same verdicts and bytes without WebCrypto', () => {
    for (const row of wycheproofAead([256])) {
      const [key, aad, sealed] = [hexDecode(row.key), hexDecode(row.aad), hexDecode(row.sealed)];
      if (row.valid) {
        expect(hex(openNow(key, sealed, aad)), row.name).toBe(row.plaintext);
        const made = sealNow(key, hexDecode(row.plaintext), aad, hexDecode(row.nonce));
        expect(hex(made), row.name).toBe(row.sealed);
      } else {
        expect(() => openNow(key, sealed, aad), row.name).toThrow(CryptoError);
      }
    }
  });

  it('derives the HKDF-SHA-256 cases, and natively the same', async () => {
    const file =
      publicVectors.json<
        Wycheproof<unknown, Record<'ikm' | 'salt' | 'info' | 'okm', string> & { size: number }>
      >('hkdf_sha256_test.json');
    const rows = file.testGroups.flatMap(({ tests }) => tests);
    expect(rows).toHaveLength(86);
    for (const row of rows) {
      const [ikm, salt, info] = [hexDecode(row.ikm), hexDecode(row.salt), hexDecode(row.info)];
      if (row.result !== 'valid') {
        expect(() => hkdfSha256(ikm, info, row.size, salt), row.comment).toThrow();
        continue;
      }
      expect(hex(hkdfSha256(ikm, info, row.size, salt)), row.comment).toBe(row.okm);
      const key = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits']);
      const native = await crypto.subtle.deriveBits(
        { name: 'HKDF', hash: 'SHA-256', salt, info },
        key,
        row.size * 8,
      );
      expect(hex(new Uint8Array(native))).toBe(row.okm);
    }
  });

  it('makes the HMAC-SHA-256 cases', async () => {
    const file =
      publicVectors.json<Wycheproof<{ tagSize: number }, Record<'key' | 'msg' | 'tag', string>>>(
        'hmac_sha256_test.json',
      );
    let count = 0;
    for (const { tagSize, tests } of file.testGroups) {
      for (const row of tests) {
        const mac = await hmac(await importHmacKey(hexDecode(row.key), 'SHA-256'), hexDecode(row.msg));
        expect(hex(mac).slice(0, tagSize / 4) === row.tag, `${row.tcId} ${row.comment}`).toBe(
          row.result === 'valid',
        );
        count++;
      }
    }
    expect(count).toBe(174);
  });
});
