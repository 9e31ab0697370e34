import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AnchorError } from '../../lib/anchor/anchor-error.ts';
import { readFileNode } from '../../lib/anchor/dag-pb.ts';
import { isBlockOf } from '../../lib/anchor/fetch-block.ts';
import { cidOrNull } from '../../lib/anchor/index-entries.ts';
import { publicVectors } from '../support/public-vectors.ts';

/** Blocks by the CID in their file's name. */
function* blocks(): Generator<{ cid: string; bytes: Uint8Array<ArrayBuffer>; codec: string }> {
  for (const folder of publicVectors.names('ipld_fixtures')) {
    for (const name of publicVectors.names(`ipld_fixtures/${folder}`)) {
      const [cid = '', codec = ''] = name.split('.');
      // One of them is empty, which the reader of public vectors takes for a mistake.
      const bytes = new Uint8Array(readFileSync(publicVectors.path(`ipld_fixtures/${folder}/${name}`)));
      yield { cid, bytes, codec };
    }
  }
}

describe('T-80 blocks', () => {
  it('273 blocks are what their CIDs name, and no longer with one bit flipped', async () => {
    let count = 0;
    for (const { cid, bytes } of blocks()) {
      expect(await isBlockOf(cid, bytes), cid).toBe(true);
      count++;
      if (bytes.length === 0) continue;
      const at = (count * 7_919) % (bytes.length * 8);
      bytes[at >> 3]! ^= 1 << (at & 7);
      expect(await isBlockOf(cid, bytes), cid).toBe(false);
    }
    expect(count).toBe(273);
  });

  it('only raw and dag-pb of sha2-256 are taken, and every dag-pb block is read or refused', () => {
    for (const { cid, bytes, codec } of blocks()) {
      expect(cidOrNull(cid) !== null, cid).toBe(codec === 'dag-pb' || codec === 'raw');
      if (codec !== 'dag-pb') continue;
      try {
        readFileNode(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(AnchorError);
      }
    }
  });
});
