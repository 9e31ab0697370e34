/**
 * `npm run verify-proof -- file.json`: checks an exported proof with the network off, and prints what is left to compare
 * with the chain. Exit code 0 when it holds, 1 when it does not, 2 when there is nothing to check.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ProofVerdict, verifyProof } from '../lib/anchor/verify-proof.ts';
import { utf8Decode } from '../lib/crypto/bytes.ts';
import { parseCanonicalJson } from '../lib/crypto/canonical.ts';

/** An index file of 16 MiB in base64, and the rest. */
const MAX_FILE = 32 * 1024 * 1024;

const FAILURES: Record<string, string> = {
  json: 'the file is not the canonical JSON that was exported, or was changed',
  shape: 'the file is not a proof',
  digest: 'the file was damaged or changed',
  cid: 'the record is not the one its CID names',
  inner: 'the message is not the one in the record, or its signature is wrong',
  index: 'the index file is not the one its CID names, or does not list the record',
  header: 'the header is not one',
  account: 'the contract is not proven to be in the state of that block',
  storage: 'the list is not proven to be in the storage of the contract',
  entry: 'the contract lists another file at that place',
};

const { positionals } = parseArgs({ allowPositionals: true });
const [path] = positionals;
if (path === undefined || positionals.length > 1) {
  process.stderr.write('Name one file: npm run verify-proof -- file.json\n');
  process.exit(2);
}
let bytes: Buffer;
try {
  // npm runs scripts in the folder of the package, and remembers where it was called.
  bytes = await readFile(resolve(process.env.INIT_CWD ?? '', path));
} catch {
  process.stderr.write(`${path} cannot be read.\n`);
  process.exit(2);
}
const verdict = await verdictOn(bytes);
process.stdout.write(
  verdict.valid ? provenText(verdict) : `Not valid: ${FAILURES[verdict.reason] ?? verdict.reason}.\n`,
);
process.exitCode = verdict.valid ? 0 : 1;

async function verdictOn(file: Buffer): Promise<ProofVerdict> {
  if (file.length > MAX_FILE) return { valid: false, reason: 'json' };
  let json: unknown;
  try {
    json = parseCanonicalJson(utf8Decode(file).replace(/\n$/, ''));
  } catch {
    return { valid: false, reason: 'json' };
  }
  return verifyProof(json);
}

function provenText(proven: Extract<ProofVerdict, { valid: true }>): string {
  const { chainId, contract, entry, position, block, blockHash, blockTime, storedIn, inner } = proven;
  // A header of a made-up chain may claim any time.
  const time = (at: number) => (at < 8e12 ? new Date(at * 1000).toISOString() : `second ${at}`);
  const lines = [
    'Valid. These bytes existed by the block below, and the owner of the contract listed them.',
    '',
    `  CID          ${proven.cid}`,
    `  listed in    ${proven.indexCid} as number ${position}`,
    `  which is     entry ${entry} of ${contract} on chain ${chainId}`,
  ];
  if (inner) {
    lines.push(`  written by   ${inner.from_did}`, `  to           ${inner.to_address}`);
    lines.push(`  at           ${time(inner.timestamp)}, as its author says`);
  } else lines.push('  written by   (the proof carries no signed message)');
  if (storedIn) {
    lines.push(`  stored in    block ${storedIn.block}, ${time(storedIn.time)}, transaction ${storedIn.tx}`);
    lines.push('               (as RPC endpoints stated; not proven here)');
  }
  lines.push(
    '',
    'One thing is left to compare with the chain, on any explorer or node you trust:',
    '',
    `  chain        ${chainId}`,
    `  block        ${block}  (${time(blockTime)})`,
    `  block hash   ${blockHash}`,
    '',
  );
  return lines.join('\n');
}
