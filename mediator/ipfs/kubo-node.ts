import { CID } from 'multiformats/cid';
import { parseCid } from '../../lib/protocol/cid.ts';
import type { IpfsNode } from './ipfs-node.ts';

const TIMEOUT_MS = 30_000;
const CODECS: Record<number, string> = { 85: 'raw', 112: 'dag-pb' };

/** A Kubo daemon, by its RPC API (`http://127.0.0.1:5001`): blocks are put there and pinned. */
export function kuboNode(apiUrl: string): IpfsNode {
  const ending = new AbortController();
  const base = apiUrl.replace(/\/+$/, '');
  return {
    name: base,
    addresses: () => [],
    async take({ cid, bytes }) {
      const codec = CODECS[CID.parse(cid).code] ?? 'raw';
      const body = new FormData();
      body.append('data', new Blob([Uint8Array.from(bytes)]));
      const query = new URLSearchParams({ 'cid-codec': codec, mhtype: 'sha2-256', pin: 'true' });
      const response = await fetch(`${base}/api/v0/block/put?${query}`, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ending.signal]),
      });
      if (!response.ok) throw new Error(`the IPFS daemon answered ${response.status}`);
      const { Key } = (await response.json()) as { Key?: unknown };
      if (typeof Key !== 'string' || parseCid(Key) !== parseCid(cid))
        throw new Error('the IPFS daemon stored other bytes');
    },
    stop: async () => ending.abort(),
  };
}
