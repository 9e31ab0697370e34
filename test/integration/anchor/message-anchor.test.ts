import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createClient, decodeEventLog, http, toFunctionSelector } from 'viem';
import { getLogs, readContract } from 'viem/actions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployMessageAnchor } from '../../../contracts/deploy-message-anchor.ts';
import { messageAnchorAbi } from '../../../contracts/message-anchor.ts';
import { renderMessageAnchor } from '../../../contracts/render-message-anchor.ts';
import { type DeployedAnchor, deployAnchor } from '../../support/deploy-anchor.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';

const CID = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';
const root = fileURLToPath(new URL('../../../', import.meta.url));

let anvil: RunningAnvil;
let anchor: DeployedAnchor;

beforeAll(async () => {
  anvil = await startAnvil();
  anchor = await deployAnchor(anvil);
});
afterAll(() => anvil?.stop());

const client = () => createClient({ transport: http(anvil.url) });
const count = () =>
  readContract(client(), { address: anchor.address, abi: messageAnchorAbi, functionName: 'cidCount' });
const cids = (from: bigint, to: bigint) =>
  readContract(client(), {
    address: anchor.address,
    abi: messageAnchorAbi,
    functionName: 'getCids',
    args: [from, to],
  });

/** As the formatter leaves it: what the compiler says, not how it is laid out. */
const withoutLayout = (text: string) => text.replaceAll(/[\s"',;]/g, '');

describe('MessageAnchor on a real chain', () => {
  it('has the committed ABI and bytecode, made by the locked compiler', () => {
    const committed = readFileSync(new URL('../../../contracts/message-anchor.ts', import.meta.url), 'utf8');
    expect(withoutLayout(committed)).toBe(withoutLayout(renderMessageAnchor()));
  });

  it('keeps the signature of the published storeCID', () => {
    expect(toFunctionSelector('storeCID(string)')).toBe('0xccfdd32b');
    expect(messageAnchorAbi.some((item) => item.type === 'function' && item.name === 'storeCID')).toBe(true);
  });

  it('lists what its owner stores, and says so in an event that is really emitted', async () => {
    expect(await count()).toBe(0n);
    const stored = await anchor.storeCid(CID);
    expect(await count()).toBe(1n);
    const logs = await getLogs(client(), { address: anchor.address, fromBlock: 0n });
    expect(logs).toHaveLength(1);
    expect(logs[0]?.transactionHash).toBe(stored.hash);
    const { eventName, args } = decodeEventLog({
      abi: messageAnchorAbi,
      topics: logs[0]!.topics,
      data: logs[0]!.data,
    });
    expect([eventName, args]).toEqual(['CidStored', { index: 0n, cid: CID }]);
  });

  it('refuses everybody but its owner', async () => {
    const before = await count();
    for (const { address } of anvil.accounts.slice(1, 4)) {
      await expect(anchor.storeCid(CID, address)).rejects.toThrow(/reverted/);
    }
    expect(await count()).toBe(before);
    const owner = await readContract(client(), {
      address: anchor.address,
      abi: messageAnchorAbi,
      functionName: 'owner',
    });
    expect(owner.toLowerCase()).toBe(anchor.owner);
  });

  it('answers single entries and ranges, short strings and long, and refuses what is not there', async () => {
    const listed = [CID];
    for (const cid of ['', 'a'.repeat(31), 'b'.repeat(32), 'c'.repeat(200)]) {
      await anchor.storeCid(cid);
      listed.push(cid);
    }
    const length = BigInt(listed.length);
    expect(await count()).toBe(length);
    expect(await cids(0n, length)).toEqual(listed);
    expect(await cids(1n, 3n)).toEqual(listed.slice(1, 3));
    expect(await cids(2n, 2n)).toEqual([]);
    for (const [index, cid] of listed.entries()) {
      const args = [BigInt(index)] as const;
      expect(
        await readContract(client(), {
          address: anchor.address,
          abi: messageAnchorAbi,
          functionName: 'getCid',
          args,
        }),
      ).toBe(cid);
    }
    await expect(cids(0n, length + 1n)).rejects.toThrow(/OutOfRange/);
    await expect(cids(2n, 1n)).rejects.toThrow(/OutOfRange/);
    await expect(
      readContract(client(), {
        address: anchor.address,
        abi: messageAnchorAbi,
        functionName: 'getCid',
        args: [length],
      }),
    ).rejects.toThrow(/OutOfRange/);
  });

  it('costs the gas that the README states', async () => {
    const readme = readFileSync(new URL('../../../contracts/README.md', import.meta.url), 'utf8');
    const stated = (what: string) => {
      const figure = readme.split('\n').find((line) => line.includes(what));
      return Number(/\| ([\d,]+) gas \|/.exec(figure ?? '')?.[1]?.replaceAll(',', ''));
    };
    const { rpcUrl, privateKey } = { rpcUrl: anvil.url, privateKey: anvil.accounts[0]!.privateKey };
    const deployed = await deployMessageAnchor({ rpcUrl, privateKey, chainId: 137 });
    expect(Number(deployed.gasUsed)).toBe(stated('deployment |'));
    const fresh = await deployAnchor(anvil);
    expect([(await fresh.storeCid(CID)).gasUsed, (await fresh.storeCid(CID)).gasUsed]).toEqual([
      stated('first `storeCID`'),
      stated('every later `storeCID`'),
    ]);
  });

  it('keeps its owner in slot 0 and its list in slot 1, where readers prove it', async () => {
    const slot = (at: number) =>
      anvil.rpc<string>(
        'eth_getStorageAt',
        anchor.address,
        `0x${at.toString(16).padStart(64, '0')}`,
        'latest',
      );
    expect(BigInt(await slot(0))).toBe(BigInt(anchor.owner));
    expect(BigInt(await slot(1))).toBe(await count());
  });
});

describe('node contracts/deploy.ts', () => {
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['contracts/deploy.ts'], { cwd: root, env, encoding: 'utf8' });
  const settings = () => ({
    ANCHOR_RPC_URL: anvil.url,
    ANCHOR_PRIVATE_KEY: anvil.accounts[1]!.privateKey,
  });

  it('deploys with a key from the environment, whose account becomes the owner', async () => {
    const { status, stdout } = run(settings());
    expect(status).toBe(0);
    const address = /^ANCHOR_CONTRACT=(0x[0-9a-f]{40})$/m.exec(stdout)?.[1] as `0x${string}`;
    const owner = await readContract(client(), { address, abi: messageAnchorAbi, functionName: 'owner' });
    expect(owner.toLowerCase()).toBe(anvil.accounts[1]?.address);
  });

  it('refuses another chain, a missing key and an account without money, and never prints the key', () => {
    const poor = `0x${'17'.repeat(32)}`;
    const runs = [
      run({ ...settings(), ANCHOR_CHAIN_ID: '80002' }),
      run({ ANCHOR_RPC_URL: anvil.url }),
      run({ ...settings(), ANCHOR_PRIVATE_KEY: poor }),
    ];
    expect(runs.map(({ status }) => status)).toEqual([1, 2, 1]);
    expect(runs[0]?.stderr).toContain('chain 137, not 80002');
    for (const { stdout, stderr } of runs) {
      expect(stdout + stderr).not.toContain(settings().ANCHOR_PRIVATE_KEY.slice(2));
      expect(stdout + stderr).not.toContain(poor.slice(2));
    }
  });
});
