import { CID } from 'multiformats/cid';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { parseCid, rawCid } from '../../../lib/protocol/cid.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ bytes_hex: string; text: string }>('cid', {
  make({ bytes_hex }) {
    const bytes = hexDecode(bytes_hex);
    const cid = rawCid(bytes);
    const parts = CID.parse(cid);
    const steps = {
      sha256_hex: hex(sha256(bytes)),
      multihash_hex: hex(parts.multihash.bytes),
      binary_hex: hex(parts.bytes),
    };
    return { steps, output: { cid } };
  },
  parse({ text }) {
    return { output: { cid: parseCid(text) } };
  },
});
