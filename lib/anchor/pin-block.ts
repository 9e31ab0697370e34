/**
 * Which finalized block everything is read at. Endpoints are never at quite the same height, so the highest block is
 * taken that enough of them call finalized and give one hash for; whoever says otherwise about it has no voice after.
 */
import { agree } from './agree.ts';
import { AnchorError } from './anchor-error.ts';
import { type BlockHeader, decodeHeader } from './block-header.ts';
import type { RpcAnswer } from './call-rpc.ts';
import type { Endpoint, StatedBlock } from './endpoint.ts';

/** An endpoint that stands by the pinned block; asking it rejects where it does not, or was caught lying. */
export interface Voter {
  host: string;
  call(method: string, ...params: unknown[]): Promise<RpcAnswer>;
  /** It gave a proof that proves something else: nothing it says counts in this reading. */
  distrust(): void;
}

/** A finalized block that enough endpoints agree on. */
export interface PinnedBlock {
  number: number;
  /** Lower-case hex. */
  hash: string;
  timestamp: number;
  /** RLP of the header and what it says, null where no endpoint gives the header's members. */
  header: { rlp: Uint8Array<ArrayBuffer>; content: BlockHeader } | null;
  /** How many must agree on anything read at it. */
  need: number;
  voters: Voter[];
  /** Hosts that agreed on the hash. */
  agreed: string[];
}

/** Heights of honest endpoints differ by less. */
const NEAR = 64;

/**
 * Pins the newest finalized block that `need` endpoints agree on; waits for late ones as long as what there is lies
 * before `notBefore` or far behind what another claims. Throws `AnchorError`: `wrong-chain`, `stale`, `unreachable`,
 * `no-quorum`.
 */
export async function pinBlock(
  endpoints: readonly Endpoint[],
  { need, notBefore }: { need: number; notBefore: number },
): Promise<PinnedBlock> {
  const reports: { endpoint: Endpoint; number: number }[] = [];
  const failures: unknown[] = [];
  const waiting = new Set<Promise<void>>();
  for (const endpoint of endpoints) {
    const report = endpoint.finalized().then(
      ({ number }) => void reports.push({ endpoint, number }),
      (error: unknown) => void failures.push(error),
    );
    const done = report.finally(() => waiting.delete(done));
    waiting.add(done);
  }
  while (waiting.size > 0) {
    await Promise.race(waiting);
    if (reports.length < need) continue;
    const found = await highestAgreed(reports, need);
    if (!found) continue;
    const claimed = Math.max(...reports.map(({ number }) => number));
    const isCurrent = found.block.number >= notBefore && claimed - found.block.number <= NEAR;
    if (isCurrent || waiting.size === 0) return pinned(found, endpoints, need);
  }
  throw new AnchorError(reports.length >= need ? 'no-quorum' : commonReason(failures));
}

interface Agreed {
  block: StatedBlock;
  endpoints: Endpoint[];
}

async function highestAgreed(
  reports: readonly { endpoint: Endpoint; number: number }[],
  need: number,
): Promise<Agreed | undefined> {
  const heights = [...new Set(reports.map(({ number }) => number))].sort((a, b) => b - a);
  for (const height of heights) {
    const those = reports.filter(({ number }) => number >= height).map(({ endpoint }) => endpoint);
    if (those.length < need) continue;
    try {
      const { value, voters } = await agree(those, need, (endpoint) => endpoint.block(height), keyOf);
      return { block: value, endpoints: voters };
    } catch {
      // A lower one may do.
    }
  }
  return undefined;
}

const keyOf = ({ hash, timestamp }: StatedBlock) => `${hash}:${timestamp}`;

async function pinned(
  { block, endpoints }: Agreed,
  all: readonly Endpoint[],
  need: number,
): Promise<PinnedBlock> {
  const stated = await Promise.all(endpoints.map((endpoint) => endpoint.block(block.number)));
  const rlp = stated.find(({ header }) => header !== null)?.header ?? null;
  // Those who agreed first: they are the quick ones.
  const order = [...endpoints, ...all.filter((endpoint) => !endpoints.includes(endpoint))];
  return {
    number: block.number,
    hash: block.hash,
    timestamp: block.timestamp,
    header: rlp === null ? null : { rlp, content: decodeHeader(rlp) },
    need,
    voters: order.map((endpoint) => voterOf(endpoint, block)),
    agreed: endpoints.map(({ host }) => host),
  };
}

function voterOf(endpoint: Endpoint, block: StatedBlock): Voter {
  let trusted = true;
  const standsBy = async () => {
    await endpoint.finalized();
    if (keyOf(await endpoint.block(block.number)) !== keyOf(block)) trusted = false;
  };
  return {
    host: endpoint.host,
    distrust: () => {
      trusted = false;
    },
    call: async (method, ...params) => {
      await standsBy();
      const answer = await endpoint.call(method, ...params);
      if (!trusted) throw new AnchorError('malformed');
      return answer;
    },
  };
}

function commonReason(failures: readonly unknown[]): AnchorError['reason'] {
  const reasons = failures.map((error) => (error instanceof AnchorError ? error.reason : 'unreachable'));
  return reasons.find((reason) => reason === 'wrong-chain' || reason === 'stale') ?? 'unreachable';
}
