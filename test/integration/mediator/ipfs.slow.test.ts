import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CID } from 'multiformats/cid';
import { identity } from 'multiformats/hashes/identity';
import type { MultihashDigest } from 'multiformats/hashes/interface';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawCid } from '../../../lib/protocol/cid.ts';
import { publishBlock } from '../../../mediator/ipfs/publish-block.ts';
import { startHeliaNode, type TestNode } from '../../support/helia-node.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const RAW = 'application/vnd.ipld.raw';

function freshBlock(size = 3_000) {
  const bytes = Uint8Array.from(randomBytes(size));
  return { bytes, cid: rawCid(bytes), now: 1_700_000_000 };
}

async function addressOf(mediator: RunningMediator): Promise<string> {
  const health = (await (await fetch(`${mediator.url}/health`)).json()) as { ipfs: { addresses: string[] } };
  return health.ipfs.addresses[0] as string;
}

const unhanded = (mediator: RunningMediator) =>
  inDatabase(mediator, async (tx) => {
    const rows = await tx
      .selectFrom('published_blocks')
      .select('cid')
      .where('handed_to', 'is', null)
      .execute();
    return rows.length;
  });

describe('the IPFS node of a mediator', () => {
  let mediator: RunningMediator;
  let other: TestNode;
  beforeAll(async () => {
    mediator = await startMediator({ env: { IPFS_LISTEN: '/ip4/127.0.0.1/tcp/0' } });
    other = await startHeliaNode();
    await other.connect(await addressOf(mediator));
  });
  afterAll(async () => {
    await other.stop();
    expect(await mediator.stop()).toBe(0);
  });

  it('gives a published block to a second node over libp2p', async () => {
    const block = freshBlock();
    await inDatabase(mediator, (tx) => publishBlock(tx, block));
    expect(Buffer.from(await other.fetch(block.cid))).toEqual(Buffer.from(block.bytes));
  });

  it('gives a block of 1 MiB, and one that was wanted before it was published', async () => {
    const block = freshBlock(1_048_576);
    const wanted = other.fetch(block.cid, 20_000);
    await inDatabase(mediator, (tx) => publishBlock(tx, block));
    expect(Buffer.from(await wanted).equals(Buffer.from(block.bytes))).toBe(true);
  });

  it('listens where it is told and nowhere else', async () => {
    const health = (await (await fetch(`${mediator.url}/health`)).json()) as {
      ipfs: { addresses: string[] };
    };
    expect(health.ipfs.addresses).toEqual([
      expect.stringMatching(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/12D3Koo\w+$/),
    ]);
  });

  it('B-08 has nothing that was not published, in the node or at the gateway', async () => {
    const { cid } = freshBlock();
    await expect(other.fetch(cid, 1_000)).rejects.toThrow();
    expect((await fetch(`${mediator.url}/ipfs/${cid}?format=raw`)).status).toBe(404);
  });
});

describe('R-02 SIGKILL between publishing and handing over', () => {
  it('leaves nothing behind: the same node has every block after a restart', async () => {
    const env = { IPFS_LISTEN: '/ip4/127.0.0.1/tcp/0' };
    let mediator = await startMediator({ env });
    const peerId = (await addressOf(mediator)).split('/p2p/')[1];
    const blocks = Array.from({ length: 40 }, () => freshBlock());
    await inDatabase(mediator, async (tx) => {
      for (const block of blocks) await publishBlock(tx, block);
    });
    await mediator.kill();
    mediator = await startMediator({ env, dataDir: mediator.dataDir, port: mediator.port });
    expect((await addressOf(mediator)).split('/p2p/')[1]).toBe(peerId);
    const other = await startHeliaNode();
    await other.connect(await addressOf(mediator));
    for (const { cid, bytes } of blocks)
      expect(Buffer.from(await other.fetch(cid))).toEqual(Buffer.from(bytes));
    await expect.poll(() => unhanded(mediator)).toBe(0);
    await other.stop();
    await mediator.stop();
  });
});

describe('IPFS_API_URL', () => {
  it('puts every block into the daemon, again while it refuses, and everything when the daemon changes', async () => {
    const kept = new Map<string, number>();
    let refusals = 2;
    const daemon = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (refusals-- > 0) {
          response.writeHead(500).end();
          return;
        }
        const body = Buffer.concat(chunks);
        // multipart: the block stands between the first empty line and the last boundary.
        const from = body.indexOf('\r\n\r\n') + 4;
        const bytes = Uint8Array.from(body.subarray(from, body.lastIndexOf('\r\n--')));
        const cid = rawCid(bytes);
        kept.set(cid, (kept.get(cid) ?? 0) + 1);
        response.end(JSON.stringify({ Key: cid, Size: bytes.length }));
      });
    });
    await new Promise<void>((resolve) => daemon.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(daemon.address() as AddressInfo).port}`;
    const first = await startMediator({ env: { IPFS_LISTEN: '/ip4/127.0.0.1/tcp/0' } });
    const block = freshBlock();
    await inDatabase(first, (tx) => publishBlock(tx, block));
    await expect.poll(() => unhanded(first)).toBe(0);
    await first.stop();

    const second = await startMediator({ dataDir: first.dataDir, env: { IPFS_API_URL: url } });
    const later = freshBlock();
    await inDatabase(second, (tx) => publishBlock(tx, later));
    await expect
      .poll(() => [...kept.keys()].sort(), { timeout: 15_000 })
      .toEqual([block.cid, later.cid].sort());
    await expect.poll(() => unhanded(second)).toBe(0);
    expect(second.log()).toContain('cannot go on');
    await second.stop();
    daemon.close();
  });
});

describe('GET /ipfs/{cid}', () => {
  let mediator: RunningMediator;
  const block = freshBlock();
  beforeAll(async () => {
    mediator = await startMediator();
    await inDatabase(mediator, (tx) => publishBlock(tx, block));
  });
  afterAll(() => mediator.stop());
  const get = (path: string, init?: RequestInit) => fetch(`${mediator.url}/ipfs/${path}`, init);

  it('gives the block itself, for any origin, for ever', async () => {
    const response = await get(`${block.cid}?format=raw`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': RAW,
      'content-length': String(block.bytes.length),
      etag: `"${block.cid}.raw"`,
      'cache-control': 'public, max-age=29030400, immutable',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'x-ipfs-path': `/ipfs/${block.cid}`,
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(block.bytes));
  });

  it('answers Accept, HEAD and a known ETag', async () => {
    expect((await get(block.cid, { headers: { accept: RAW } })).status).toBe(200);
    const head = await get(`${block.cid}?format=raw`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([
      200,
      String(block.bytes.length),
      0,
    ]);
    const known = await get(`${block.cid}?format=raw`, {
      headers: { 'if-none-match': `"${block.cid}.raw"` },
    });
    expect(known.status).toBe(304);
  });

  it('T-79 finds a block by every CID of its bytes', async () => {
    const { multihash } = CID.parse(block.cid);
    const v0 = CID.createV0(multihash as MultihashDigest<0x12>);
    for (const cid of [v0, CID.createV1(0x70, multihash)]) {
      const response = await get(`${cid}?format=raw`);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(block.bytes));
    }
  });

  it('T-79 refuses identity hashes, other text, other formats and paths, and knows nothing unpublished', async () => {
    const inline = CID.createV1(0x55, identity.digest(new Uint8Array([1, 2, 3]))).toString();
    const refused = [`${inline}?format=raw`, 'x?format=raw', `${block.cid}`, `${block.cid}?format=car`];
    for (const path of refused) expect([path, (await get(path)).status]).toEqual([path, 400]);
    expect((await get(`${freshBlock().cid}?format=raw`)).status).toBe(404);
    expect((await get(`${block.cid}/file?format=raw`)).status).toBe(404);
  });

  it('does not start an IPFS node for that', async () => {
    expect(await (await fetch(`${mediator.url}/health`)).json()).not.toHaveProperty('ipfs');
  });
});
