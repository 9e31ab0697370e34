import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AnchorError } from '../../lib/anchor/anchor-error.ts';
import { readFileNode } from '../../lib/anchor/dag-pb.ts';
import { isBlockOf } from '../../lib/anchor/fetch-block.ts';
import { cidOrNull } from '../../lib/anchor/index-entries.ts';
import { describeVectors, sharedVectorPath } from '../support/shared-vectors.ts';

/** Blocks by the CID in their file's name. */
function* blocks(): Generator<{ cid: string; bytes: Uint8Array<ArrayBuffer>; codec: string }> {
  for (const folder of readdirSync(sharedVectorPath('ipld_fixtures'))) {
    if (folder.startsWith('.')) continue;
    for (const name of readdirSync(sharedVectorPath(join('ipld_fixtures', folder)))) {
      const [cid = '', codec = ''] = name.split('.');
      const bytes = new Uint8Array(readFileSync(sharedVectorPath(join('ipld_fixtures', folder, name))));
      yield { cid, bytes, codec };
    }
  }
}

describeVectors('T-80 blocks', () => {
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
