import solc from 'solc';

/** What the compiler makes of one contract. */
export interface CompiledContract {
  /** As the compiler orders it. */
  abi: unknown[];
  /** Creation code. */
  bytecode: `0x${string}`;
}

interface CompilerOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>>;
}

/** The oldest rules among the chains we deploy to, so that one bytecode runs on all of them. */
const EVM_VERSION = 'shanghai';

/**
 * Compiles Solidity sources, given by file name, with the locked solc-js and no metadata hash, so that equal sources
 * give equal bytecode on every machine. Returns contracts by name. Throws with the compiler's errors and warnings.
 */
export function compileSolidity(sources: Record<string, string>): Record<string, CompiledContract> {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(sources).map(([name, content]) => [name, { content }])),
    settings: {
      evmVersion: EVM_VERSION,
      optimizer: { enabled: true, runs: 1_000 },
      metadata: { bytecodeHash: 'none', appendCBOR: false },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const { errors = [], contracts = {} } = JSON.parse(solc.compile(JSON.stringify(input))) as CompilerOutput;
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  const compiled: Record<string, CompiledContract> = {};
  for (const file of Object.values(contracts)) {
    for (const [name, { abi, evm }] of Object.entries(file)) {
      compiled[name] = { abi, bytecode: `0x${evm.bytecode.object}` };
    }
  }
  return compiled;
}
