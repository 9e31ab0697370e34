import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppDeps } from '../../../lib/app.ts';
import { anchoringEnv, anchorsOf } from '../../support/anchoring.ts';
import { deployAnchor } from '../../support/deploy-anchor.ts';
import { hold, startEscrow } from '../../support/held-companions.ts';
import { makeWallet } from '../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** As public endpoints answer to a search that is too long for them. */
const REFUSED = { jsonrpc: '2.0', id: 1, error: { code: -32005, message: 'limit exceeded' } };

describe('where no endpoint searches for events, the mediator’s hint', () => {
  let anvil: RunningAnvil;
  let escrow: RunningMediator;
  let alice: NodeCompanion;
  /** What its hint says; null for the truth. */
  let lie: object | null = null;

  const world: AppDeps['fetch'] = (url, init) => {
    const { hostname, pathname, search } = new URL(url);
    if (hostname.endsWith('.rpc.example')) {
      if (String(init.body).includes('eth_getLogs')) return Promise.resolve(Response.json(REFUSED));
      return fetch(anvil.url, init);
    }
    if (hostname.endsWith('.gateway.example')) return fetch(`${escrow.url}${pathname}${search}`, init);
    if (pathname.startsWith('/anchor/') && lie !== null) return Promise.resolve(Response.json(lie));
    return fetch(url, init);
  };

  beforeAll(async () => {
    anvil = await startAnvil();
    escrow = await startEscrow({ env: anchoringEnv(anvil, await deployAnchor(anvil)) });
    alice = await nodeCompanion({ fetch: world });
    await alice.begin('Alice', escrow.did);
    await alice.popup('anchor_settingsSet', {
      settings: {
        rpcUrls: ['https://one.rpc.example', 'https://two.rpc.example', 'https://three.rpc.example'],
        gateways: ['https://one.gateway.example', 'https://two.gateway.example'],
      },
    });
  }, 120_000);
  afterAll(async () => {
    await alice?.stop();
    await escrow?.stop();
    await anvil?.stop();
  });

  /** Holds one message and reads its anchor once the mediator knows it is mined. */
  async function anchoredMessage(text: string) {
    const before = (await anchorsOf(escrow)).length;
    const { messageId } = await hold(alice, makeWallet().address, text);
    await alice.drain();
    const file = await waitUntil('the index file to be mined', async () => {
      const mined = (await anchorsOf(escrow))[before];
      return mined?.tx ? mined : undefined;
    });
    await anvil.mine(3);
    const { entries } = await alice.popup('anchor_get', { messageId });
    return { file, entry: entries[0] };
  }

  it('names the transaction, which the companion reads for itself', async () => {
    const { file, entry } = await anchoredMessage('listed');
    expect(entry).toMatchObject({ state: 'anchored', tx: file.tx });
    expect(alice.requests.filter(({ url }) => url.startsWith(`${escrow.url}/anchor/`))).toHaveLength(1);
  });

  it('is not believed when it names another one', async () => {
    lie = { tx: `0x${'ab'.repeat(32)}` };
    const { entry } = await anchoredMessage('listed with a lie');
    expect(entry).toMatchObject({ state: 'anchored', tx: null });
    expect(alice.errors).toEqual([]);
  });
});
