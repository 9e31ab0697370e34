import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bind,
  CHAIN_ID,
  fetchHeld,
  leaveLetter,
  makeWallet,
  prepareBinding,
  resolve,
  type TestWallet,
} from '../../support/held-personas.ts';
import { codeOf, newcomer, type TestIdentity } from '../../support/mediator-client.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

// Returns storage slot 0 whatever it is asked: ERC-1271's magic value, or not.
const WALLET_CODE = '0x60005460005260206000f3';
const MAGIC = `0x1626ba7e${'00'.repeat(28)}`;
const SLOT_0 = `0x${'00'.repeat(32)}`;

let chain: RunningAnvil;
let other: RunningAnvil;
let escrow: RunningMediator;
let alice: TestIdentity;

beforeAll(async () => {
  [chain, other] = await Promise.all([startAnvil({ chainId: CHAIN_ID }), startAnvil({ chainId: 1 })]);
  escrow = await startMediator({
    // The endpoint named for chain 10 is of another chain.
    env: { ESCROW: '1', CHAINS: JSON.stringify({ [CHAIN_ID]: chain.url, 10: other.url }) },
    limits: { unauthenticated_per_minute: 100_000, wallet_recheck_seconds: 1 },
  });
  alice = await newcomer(escrow, 'alice');
});
afterAll(async () => {
  await Promise.all([escrow.stop(), chain.stop(), other.stop()]);
});

/** A contract wallet that says yes, final on its chain. */
async function deployWallet(on: RunningAnvil): Promise<TestWallet> {
  const owner = makeWallet();
  const { address } = makeWallet();
  await on.rpc('anvil_setCode', address, WALLET_CODE);
  await answer(on, address, true);
  return { address, sign: owner.sign };
}

async function answer(on: RunningAnvil, address: string, yes: boolean): Promise<void> {
  await on.rpc('anvil_setStorageAt', address, SLOT_0, yes ? MAGIC : SLOT_0);
  await on.mine(4);
}

describe('B-12 a contract wallet', () => {
  it('is asked on its chain, and asked again before what is held is handed over', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), await deployWallet(chain)];
    const letter = await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    expect((await fetchHeld(escrow, bob)).map(({ id }) => id)).toEqual([letter.record.id]);
    await answer(chain, wallet.address, false);
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    expect((await resolve(escrow, alice, wallet.address)).answer).toMatchObject({
      binding: null,
      epoch: null,
    });
  });

  it('is asked again before it is named to anybody', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), await deployWallet(chain)];
    await bind(escrow, bob, wallet);
    expect((await resolve(escrow, alice, wallet.address)).answer.binding?.did).toBe(bob.did);
    await answer(chain, wallet.address, false);
    const lost = async () => (await resolve(escrow, alice, wallet.address)).answer.binding === null;
    await expect.poll(lost, { timeout: 15_000 }).toBe(true);
  });

  it('that says no, reverts, or is not there binds nobody', async () => {
    const bob = await newcomer(escrow, 'bob');
    const [no, reverting, none] = [await deployWallet(chain), await deployWallet(chain), makeWallet()];
    await answer(chain, no.address, false);
    await chain.rpc('anvil_setCode', reverting.address, '0x60006000fd');
    await chain.mine(4);
    for (const wallet of [no, reverting, { ...none, sign: makeWallet().sign }]) {
      const payload = await prepareBinding(escrow, bob, wallet);
      expect(await codeOf(escrow, bob, payload)).toBe('INVALID_SIGNATURE');
    }
  });

  it('of a chain that is not the escrow’s binds nobody, also where an endpoint lies about its chain', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), await deployWallet(other)];
    const notOurs = await prepareBinding(escrow, bob, wallet, { chainId: 1 });
    expect(await codeOf(escrow, bob, notOurs)).toBe('INVALID_COMMAND');
    const lying = await prepareBinding(escrow, bob, wallet, { chainId: 10 });
    expect(await codeOf(escrow, bob, lying)).toBe('INTERNAL_ERROR');
    const onOurs = await prepareBinding(escrow, bob, wallet);
    expect(await codeOf(escrow, bob, onOurs)).toBe('INVALID_SIGNATURE');
  });

  it('is believed of nothing while its chain cannot be asked, and nothing is handed over', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), await deployWallet(chain)];
    await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    await chain.stop();
    expect(await codeOf(escrow, bob, { type: 'QUERY_HELD_MESSAGES' })).toBe('INTERNAL_ERROR');
    const account = makeWallet();
    await bind(escrow, await newcomer(escrow, 'carol'), account);
  });
});
