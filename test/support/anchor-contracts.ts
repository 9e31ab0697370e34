import { readFileSync } from 'node:fs';
import { type CompiledContract, compileSolidity } from '../../contracts/compile-solidity.ts';
import { type DeployedAnchor, deployAnchor } from './deploy-anchor.ts';
import type { RunningAnvil } from './start-anvil.ts';

/** The contracts a reader must be able to read. */
export interface AnchorContracts {
  /** contracts/MessageAnchor.sol. */
  ours: DeployedAnchor;
  /** Getters, no event; list in slot 20. */
  quiet: DeployedAnchor;
  /** Exactly the published one: neither getter nor event. */
  seed: DeployedAnchor;
  /** Behind an EIP-1967 proxy; list in slot 4. */
  proxied: DeployedAnchor;
}

/** Deploys all four on Anvil. */
export async function deployAnchorContracts(anvil: RunningAnvil): Promise<AnchorContracts> {
  const { SeedAnchor, QuietAnchor, ProxiedAnchor, AnchorProxy } = compiled();
  const implementation = await deployAnchor(anvil, ProxiedAnchor!);
  return {
    ours: await deployAnchor(anvil),
    quiet: await deployAnchor(anvil, QuietAnchor!),
    seed: await deployAnchor(anvil, SeedAnchor!),
    proxied: await deployAnchor(anvil, {
      abi: [{ type: 'constructor', inputs: [{ name: 'implementation', type: 'address' }] }],
      bytecode: AnchorProxy!.bytecode,
      args: [implementation.address],
    }),
  };
}

let known: Record<string, CompiledContract> | undefined;

/** Compiled once: the compiler takes a second. */
function compiled(): Record<string, CompiledContract> {
  const names = ['SeedAnchor.sol', 'QuietAnchor.sol', 'ProxiedAnchor.sol'];
  const read = (name: string) => readFileSync(new URL(`contracts/${name}`, import.meta.url), 'utf8');
  known ??= compileSolidity(Object.fromEntries(names.map((name) => [name, read(name)])));
  return known;
}
