import { describe, expect, it } from 'vitest';
import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { signerFromSeed, verifySignature } from '../../lib/crypto/signature.ts';
import { publicVectors } from '../support/public-vectors.ts';

describe('RFC 8032 Ed25519', () => {
  it('signs and verifies the four vectors', async () => {
    const rows =
      publicVectors.json<{ priv: string; pub: string; msg: string; sig: string }[]>('rfc8032-ed25519.json');
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      const signer = signerFromSeed(hexDecode(row.priv));
      const message = hexDecode(row.msg);
      expect(hex(signer.publicKey)).toBe(row.pub);
      expect(hex(await signer.sign(message))).toBe(row.sig);
      expect(await verifySignature(signer.publicKey, message, hexDecode(row.sig))).toBe(true);
    }
  });
});
