import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A real chain in a process of its own. */
export interface RunningAnvil {
  url: string;
  chainId: number;
  pid: number;
  /** Ten rich accounts, always the same ones. Addresses are lower-case. */
  accounts: { address: `0x${string}`; privateKey: `0x${string}` }[];
  /** One JSON-RPC call; throws with the chain's words on an error. */
  rpc<T>(method: string, ...params: unknown[]): Promise<T>;
  /** Mines `count` blocks; two more than a transaction's make it final (with the default slots in an epoch). */
  mine(count: number): Promise<void>;
  stop(): Promise<void>;
}

export interface AnvilOptions {
  /** Default 137. */
  chainId?: number;
  /** Anvil's own options, such as `['--no-mining']`. */
  args?: string[];
}

const READY_MS = 60_000;
const PACKAGES: Record<string, string> = {
  'linux-x64': '@foundry-rs/anvil-linux-amd64/bin/anvil',
  'linux-arm64': '@foundry-rs/anvil-linux-arm64/bin/anvil',
  'darwin-x64': '@foundry-rs/anvil-darwin-amd64/bin/anvil',
  'darwin-arm64': '@foundry-rs/anvil-darwin-arm64/bin/anvil',
  'win32-x64': '@foundry-rs/anvil-win32-amd64/bin/anvil.exe',
};
const children = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts Anvil on a free port of 127.0.0.1, a block a transaction, and waits until it answers. `ANVIL_PATH` names
 * another binary. The block `finalized` is two behind the newest. Throws with its output when it does not come up.
 */
export async function startAnvil({ chainId = 137, args = [] }: AnvilOptions = {}): Promise<RunningAnvil> {
  // Told to end, it writes the state it was asked to keep.
  const signal = args.includes('--state') ? 'SIGTERM' : 'SIGKILL';
  const own = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--chain-id',
    String(chainId),
    '--slots-in-an-epoch',
    '1',
  ];
  const child = spawn(anvilPath(), [...own, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let output = '';
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      children.delete(child);
      resolve();
    });
  });
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      const address = /^Listening on (127\.0\.0\.1:\d+)/m.exec(output)?.[1];
      if (address) resolve(`http://${address}`);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    void ended.then(() => reject(new Error(`Anvil ended:\n${output}`)));
    setTimeout(() => reject(new Error(`Anvil is not ready:\n${output}`)), READY_MS).unref();
  });

  const rpc = async <T>(method: string, ...params: unknown[]): Promise<T> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const reply = (await response.json()) as { result: T; error?: { message: string } };
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result;
  };
  return {
    url,
    chainId,
    pid: child.pid ?? 0,
    accounts: accountsOf(output),
    rpc,
    mine: async (count) => {
      await rpc('anvil_mine', `0x${count.toString(16)}`);
    },
    stop: async () => {
      child.kill(signal);
      await ended;
    },
  };
}

/** The binary itself: the script that npm links would stay between it and our signals. */
function anvilPath(): string {
  if (process.env.ANVIL_PATH) return process.env.ANVIL_PATH;
  const platform = `${process.platform}-${process.arch}`;
  const path = PACKAGES[platform];
  if (path === undefined) throw new Error(`Anvil comes for no ${platform}: set ANVIL_PATH.`);
  const require = createRequire(import.meta.url);
  return join(dirname(dirname(dirname(require.resolve('@foundry-rs/anvil/package.json')))), path);
}

function accountsOf(output: string): RunningAnvil['accounts'] {
  const find = (pattern: RegExp) => [...output.matchAll(pattern)].map((match) => match[1] as `0x${string}`);
  const addresses = find(/^\(\d+\) (0x[0-9a-fA-F]{40}) /gm);
  const keys = find(/^\(\d+\) (0x[0-9a-f]{64})$/gm);
  return addresses.map((address, at) => ({
    address: address.toLowerCase() as `0x${string}`,
    privateKey: keys[at] as `0x${string}`,
  }));
}
