import { afterEach, describe, expect, it } from 'vitest';
import { assembleFile } from '../../../lib/anchor/assemble-file.ts';
import { fetchBlock } from '../../../lib/anchor/fetch-block.ts';
import { rawCid } from '../../../lib/protocol/cid.ts';
import { type GatewayManner, type ServedBlocks, serveBlocks } from '../../support/serve-blocks.ts';

const BAD: GatewayManner[] = ['wrong bytes', 'HTML', 'endless', 'drip', 'redirect', 'missing', 'silent'];
const bytes = new TextEncoder().encode('{"room":["cid"]}') as Uint8Array<ArrayBuffer>;
const cid = rawCid(bytes);

const served: ServedBlocks[] = [];
afterEach(async () => {
  await Promise.all(served.splice(0).map((gateway) => gateway.stop()));
});

async function gateway(manner: GatewayManner, elsewhere = ''): Promise<ServedBlocks> {
  const started = await serveBlocks(manner, elsewhere);
  started.add(bytes);
  served.push(started);
  return started;
}

const source = (gateways: ServedBlocks[], timeoutMs: number) => ({
  fetch: (url: string, init: RequestInit) => fetch(url, init),
  gateways: gateways.map(({ url }) => url),
  timeoutMs,
  headStartMs: 100,
});

describe('T-80 gateways', () => {
  for (const manner of BAD) {
    it(`${manner}: never taken alone, and no hindrance beside an honest one, in either order`, async () => {
      const honest = await gateway('honest');
      const bad = await gateway(manner, honest.url);
      await expect(fetchBlock(cid, source([bad], 1_500))).rejects.toThrow('index-unavailable');
      // A redirect is not followed, so that nobody learns from it who asks for what.
      expect(honest.requests).toEqual([]);
      for (const both of [
        [bad, honest],
        [honest, bad],
      ])
        expect(await fetchBlock(cid, source(both, 10_000))).toEqual(bytes);
    });
  }

  it('two bad ones give nothing, in any combination', async () => {
    const [first, second] = [await gateway('honest'), await gateway('honest')];
    await Promise.all(
      ['wrong bytes', 'HTML', 'missing', 'redirect'].flatMap((a) =>
        ['wrong bytes', 'HTML', 'missing', 'redirect'].map(async (b) => {
          const pair = await Promise.all([
            gateway(a as GatewayManner, first.url),
            gateway(b as GatewayManner, second.url),
          ]);
          await expect(fetchBlock(cid, source(pair, 5_000))).rejects.toThrow('index-unavailable');
        }),
      ),
    );
  });

  it('a block of 2 MiB is taken, one byte more is not', async () => {
    const honest = await gateway('honest');
    const most = new Uint8Array(2 * 1024 * 1024);
    expect(await fetchBlock(honest.add(most), source([honest], 10_000))).toHaveLength(most.length);
    const more = honest.add(new Uint8Array(most.length + 1));
    await expect(fetchBlock(more, source([honest], 10_000))).rejects.toThrow('index-unavailable');
  });

  it('without a gateway there is no block', async () => {
    await expect(fetchBlock(cid, source([], 1_000))).rejects.toThrow('index-unavailable');
  });
});

describe('T-81 files of several blocks', () => {
  const message = (number: number, content: Uint8Array) =>
    Uint8Array.of(number * 8 + 2, content.length, ...content) as Uint8Array<ArrayBuffer>;
  const file = (data: Uint8Array) => message(1, Uint8Array.of(8, 2, ...message(2, data)));
  const link = (multihash: Uint8Array) => message(2, message(1, multihash));

  async function cidOfNode(node: Uint8Array<ArrayBuffer>): Promise<string> {
    const { CID } = await import('multiformats/cid');
    const { create } = await import('multiformats/hashes/digest');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', node));
    return CID.createV1(0x70, create(0x12, digest)).toString();
  }
  const bytesOf = async (name: string) => (await import('multiformats/cid')).CID.parse(name).bytes;

  async function nodeOf(...parts: Uint8Array[]): Promise<[string, Uint8Array<ArrayBuffer>]> {
    const node = new Uint8Array(parts.flatMap((part) => [...part]));
    return [await cidOfNode(node), node];
  }

  it('are put together in order from the root asked for, and no other block is looked at', async () => {
    const leaves = ['{"room":', '["cid"]}'].map(
      (text) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>,
    );
    const blocks = new Map<string, Uint8Array<ArrayBuffer>>(leaves.map((leaf) => [rawCid(leaf), leaf]));
    blocks.set(rawCid(bytes), bytes);
    const links = await Promise.all(leaves.map(async (leaf) => link(await bytesOf(rawCid(leaf)))));
    const [root, node] = await nodeOf(...links, file(new Uint8Array(0)));
    blocks.set(root, node);
    const asked: string[] = [];
    const assembled = await assembleFile(root, async (name) => {
      asked.push(name);
      return blocks.get(name) as Uint8Array<ArrayBuffer>;
    });
    expect(assembled.bytes).toEqual(bytes);
    expect(asked).toEqual([root, ...leaves.map(rawCid)]);
  });

  it('are refused too deep, too many, of a directory, and with links to what we do not take', async () => {
    const blocks = new Map<string, Uint8Array<ArrayBuffer>>();
    const put = async (...parts: Uint8Array[]) => {
      const [name, node] = await nodeOf(...parts);
      blocks.set(name, node);
      return name;
    };
    const take = async (name: string) => blocks.get(name) as Uint8Array<ArrayBuffer>;
    let deep = await put(file(bytes));
    for (let level = 0; level < 5; level++)
      deep = await put(link(await bytesOf(deep)), file(new Uint8Array(0)));
    await expect(assembleFile(deep, take)).rejects.toThrow('malformed');

    let wide = await put(file(bytes));
    for (let level = 0; level < 2; level++) {
      const one = link(await bytesOf(wide));
      wide = await put(...Array.from({ length: 200 }, () => one), file(new Uint8Array(0)));
    }
    await expect(assembleFile(wide, take)).rejects.toThrow('malformed');

    const identity = Uint8Array.of(1, 0x55, 0, 2, 65, 66);
    const sha1 = Uint8Array.of(1, 0x55, 0x11, 20, ...new Uint8Array(20));
    for (const target of [identity, sha1, new Uint8Array(0)])
      await expect(assembleFile(await put(link(target), file(bytes)), take)).rejects.toThrow('malformed');
    const directory = await put(message(1, Uint8Array.of(8, 1)));
    await expect(assembleFile(directory, take)).rejects.toThrow('malformed');
  });
});
