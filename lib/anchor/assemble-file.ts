import { type Bytes, concatBytes } from '../crypto/bytes.ts';
import { parseCid } from '../protocol/cid.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { AnchorError } from './anchor-error.ts';
import { readFileNode } from './dag-pb.ts';

/** A file and the blocks that it was put together from, the root first. */
export interface AssembledFile {
  bytes: Bytes;
  blocks: Bytes[];
}

/** Bytes: a file of IPFS (security.md *Limits*). */
const MAX_DAG = 16 * 1024 * 1024;
/** Blocks of a file of IPFS (security.md *Limits*). */
const MAX_BLOCKS = 512;
/** Levels of its blocks (security.md *Limits*). */
const MAX_DEPTH = 4;
/** First characters of every CIDv1 of a raw block of sha2-256 in base32. */
const RAW_CID = 'bafkrei';

/**
 * The file behind a CID: one raw block, or the dag-pb nodes of a file walked from the root in order (security.md T-81).
 * `take` gives the block of a CID, verified. At most 16 MiB in 512 blocks, 4 deep. Throws `AnchorError('malformed')` for
 * what is no such file, and whatever `take` throws.
 */
export async function assembleFile(
  root: string,
  take: (cid: string) => Promise<Bytes>,
): Promise<AssembledFile> {
  const blocks: Bytes[] = [];
  const parts: Uint8Array[] = [];
  let size = 0;
  const walk = async (cid: string, depth: number): Promise<void> => {
    if (depth > MAX_DEPTH || blocks.length >= MAX_BLOCKS) throw new AnchorError('malformed');
    const block = await take(cid);
    blocks.push(block);
    size += block.length;
    if (size > MAX_DAG) throw new AnchorError('malformed');
    if (cid.startsWith(RAW_CID)) {
      parts.push(block);
      return;
    }
    const { data, links } = readFileNode(block);
    parts.push(data);
    for (const link of links) await walk(normalised(link), depth + 1);
  };
  await walk(root, 0);
  return { bytes: concatBytes(...parts), blocks };
}

function normalised(cid: string): string {
  try {
    return parseCid(cid);
  } catch (error) {
    if (error instanceof ProtocolError) throw new AnchorError('malformed', { cause: error });
    throw error;
  }
}
