import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { proofDigest } from '../../../lib/anchor/proof-digest.ts';
import type { AnchorProof } from '../../../lib/anchor/proof-shape.ts';
import { verifyProof } from '../../../lib/anchor/verify-proof.ts';
import { canonicalJson, parseCanonicalJson } from '../../../lib/crypto/canonical.ts';
import { madeProof } from '../../support/made-proof.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'proof-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const proof = await madeProof();
const text = canonicalJson(proof);

/** As the command line reads a file. */
async function check(file: string): Promise<boolean> {
  try {
    return (await verifyProof(parseCanonicalJson(file))).valid;
  } catch {
    return false;
  }
}

/** Changed by somebody who also makes the digest anew. */
async function reasonAfter(change: (copy: AnchorProof) => void): Promise<string> {
  const copy = structuredClone(proof);
  change(copy);
  const { digest: _digest, ...content } = copy;
  const verdict = await verifyProof({ ...content, digest: proofDigest(content) });
  return verdict.valid ? 'valid' : verdict.reason;
}

const flipHex = (hex: string, at: number) => {
  const digit = (Number.parseInt(hex[at] as string, 16) ^ 1).toString(16);
  return hex.slice(0, at) + digit + hex.slice(at + 1);
};

describe('an exported proof', () => {
  it('verifies by itself, and says what is left to compare', async () => {
    expect(await verifyProof(proof)).toMatchObject({
      valid: true,
      chainId: 137,
      entry: 3,
      position: expect.any(Number),
      block: 42,
      blockTime: 1_800_000_200,
      blockHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      inner: { id: 'm1', content: { body: '{"content":"Hello Carol"}' } },
    });
  });

  it('fails when any one byte of the file is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, bits) => {
        const changed =
          text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bits) + text.slice(at + 1);
        expect(await check(changed)).toBe(false);
      }),
      { numRuns: 400 },
    );
    expect(await check(text)).toBe(true);
  });

  it('fails when a node, the header or the record is changed and the digest made anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('account_proof', 'storage_proof'),
        fc.nat(),
        fc.nat(),
        async (part, a, b) => {
          const reason = await reasonAfter((copy) => {
            const paths = part === 'account_proof' ? [copy.account_proof] : copy.storage_proof;
            const path = paths[a % paths.length]!;
            const at = b % path.length;
            path[at] = flipHex(path[at]!, 2 + (a % (path[at]!.length - 2)));
          });
          expect(reason).not.toBe('valid');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('names the step that does not hold', async () => {
    const reasons: [string, (copy: AnchorProof) => void][] = [
      ['cid', (copy) => Object.assign(copy.record as object, { messages: 'AAAB' })],
      ['inner', (copy) => Object.assign(copy.inner as object, { seq: 2 })],
      [
        'index',
        (copy) => Object.assign(copy, { index: (copy.index as string).replace('bafkrei', 'bafkreh') }),
      ],
      ['index', (copy) => Object.assign(copy, { index_cid: copy.cid })],
      ['account', (copy) => Object.assign(copy, { contract: `0x${'5d'.repeat(20)}` })],
      ['account', (copy) => copy.account_proof.push(copy.account_proof[0] as string)],
      ['account', (copy) => copy.account_proof.pop()],
      // The root of the state is the fourth member, after a list head, two hashes and an address.
      ['account', (copy) => Object.assign(copy, { header: flipHex(copy.header, 2 * 110) })],
      ['storage', (copy) => copy.storage_proof.pop()],
      [
        'storage',
        (copy) => {
          const path = copy.storage_proof[0] as string[];
          path[0] = flipHex(path[0] as string, 100);
        },
      ],
      ['storage', (copy) => copy.storage_proof.push([])],
      ['storage', (copy) => Object.assign(copy, { slot: 2 })],
      ['shape', (copy) => Object.assign(copy, { more: 1 })],
      ['shape', (copy) => Object.assign(copy, { entry: -1 })],
    ];
    for (const [reason, change] of reasons)
      expect([reason, await reasonAfter(change)]).toEqual([reason, reason]);
    expect(await reasonAfter((copy) => Object.assign(copy, { entry: 2 }))).toMatch(/entry|storage/);
    expect(await verifyProof({ ...proof, digest: '00'.repeat(32) })).toEqual({
      valid: false,
      reason: 'digest',
    });
  });

  it('never throws, whatever it is given', async () => {
    for (const nothing of [null, undefined, 1, 'x', [], {}, { ...proof, header: '0x' }, { v: 1 }]) {
      expect(await verifyProof(nothing)).toMatchObject({ valid: false });
    }
  });
});

describe('npm run verify-proof', () => {
  const run = (content: string) => {
    const path = join(folder, 'proof.json');
    writeFileSync(path, content);
    return spawnSync(process.execPath, ['scripts/verify-proof.ts', path], { cwd: root, encoding: 'utf8' });
  };

  it('prints block number and hash, and ends with 1 when a byte is changed', async () => {
    const good = run(text);
    expect(good.stderr).toBe('');
    expect(good.status).toBe(0);
    const verdict = await verifyProof(proof);
    expect(good.stdout).toContain('block        42');
    expect(good.stdout).toContain(verdict.valid ? verdict.blockHash : '');
    const changed = run(text.replace('Hello', 'hello'));
    expect([changed.status, changed.stdout]).toEqual([1, 'Not valid: the file was damaged or changed.\n']);
    expect(run('{').status).toBe(1);
  });
});
