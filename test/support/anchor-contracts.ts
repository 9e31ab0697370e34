import { readFileSync } from 'node:fs';
import { compileSolidity } from '../../contracts/compile-solidity.ts';
import { type DeployedAnchor, deployAnchor } from './deploy-anchor.ts';
import type { RunningAnvil } from './start-anvil.ts';

/** The contracts a reader must be able to read. */
export interface AnchorContracts {
  /** contracts/MessageAnchor.sol. */
  ours: DeployedAnchor;
  /** Getters, no event; list in slot 20. */
  quiet: DeployedAnchor;
  /** Exactly the seed's: neither getter nor event. */
  seed: DeployedAnchor;
  /** Behind an EIP-1967 proxy; list in slot 4. */
  proxied: DeployedAnchor;
}

/** Deploys all four on Anvil. */
export async function deployAnchorContracts(anvil: RunningAnvil): Promise<AnchorContracts> {
  const names = ['SeedAnchor.sol', 'QuietAnchor.sol', 'ProxiedAnchor.sol'];
  const sources = names.map((name) => [
    name,
    readFileSync(new URL(`contracts/${name}`, import.meta.url), 'utf8'),
  ]);
  const { SeedAnchor, QuietAnchor, ProxiedAnchor, AnchorProxy } = compileSolidity(
    Object.fromEntries(sources),
  );
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
