import { readFileSync } from 'node:fs';
import { compileSolidity } from './compile-solidity.ts';

const FILE = 'MessageAnchor.sol';

/** The text of message-anchor.ts as MessageAnchor.sol says now; a test compares it with the committed one. */
export function renderMessageAnchor(): string {
  const source = readFileSync(new URL(FILE, import.meta.url), 'utf8');
  const contract = compileSolidity({ [FILE]: source }).MessageAnchor;
  if (!contract) throw new Error(`${FILE} has no contract MessageAnchor.`);
  return [
    `// Written by \`node contracts/compile.ts\` from ${FILE}; not by hand.`,
    '',
    '/** What MessageAnchor answers to. */',
    `export const messageAnchorAbi = ${JSON.stringify(contract.abi)} as const;`,
    '',
    '/** The code that deploys it; the constructor takes nothing. */',
    `export const messageAnchorBytecode = '${contract.bytecode}';`,
    '',
  ].join('\n');
}
