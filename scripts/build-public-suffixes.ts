/**
 * Writes components/text/public-suffixes.ts from the Public Suffix List inside the pinned `tldts`:
 * `node scripts/build-public-suffixes.ts`. tldts itself costs 114 kB gzip, this 31 kB: only rules of two labels and
 * more, since every single label is a suffix by the list's default rule.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

interface Trie {
  nodeFlags: Uint8Array;
  edgeStart: Uint16Array;
  edgeLength: Uint8Array;
  edgeChild: Uint16Array;
  labelText: string;
  rulesRoot: number;
  exceptionsRoot: number;
}

const TARGET = fileURLToPath(new URL('../components/text/public-suffixes.ts', import.meta.url));
const trie = (await import(
  new URL('../node_modules/tldts/dist/es6/src/data/trie.js', import.meta.url).href
)) as Trie;

const offsets: number[] = [];
let offset = 0;
for (const length of trie.edgeLength) {
  offsets.push(offset);
  offset += length;
}

function children(node: number): [string, number][] {
  const found: [string, number][] = [];
  for (let edge = trie.edgeStart[node] ?? 0; edge < (trie.edgeStart[node + 1] ?? 0); edge++) {
    const start = offsets[edge] ?? 0;
    const label = trie.labelText.slice(start, start + (trie.edgeLength[edge] ?? 0));
    found.push([label, trie.edgeChild[edge] ?? 0]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

function exceptionsUnder(path: string[]): string[] {
  let node = trie.exceptionsRoot;
  for (const label of path) {
    const next = children(node).find(([name]) => name === label);
    if (next === undefined) return [];
    node = next[1];
  }
  return children(node)
    .filter(([, child]) => trie.nodeFlags[child] !== 0)
    .map(([label]) => `!${label}`);
}

function write(node: number, path: string[]): string {
  const parts = exceptionsUnder(path);
  for (const [label, child] of children(node)) {
    const inside = write(child, [...path, label]);
    const isSuffix = path.length > 0 && trie.nodeFlags[child] !== 0;
    if (!isSuffix && inside === '') continue;
    parts.push(`${label}${isSuffix || path.length === 0 ? '' : '-'}${inside === '' ? '' : `(${inside})`}`);
  }
  return parts.join(',');
}

const text = write(trie.rulesRoot, []);
await writeFile(
  TARGET,
  `/**
 * Made by scripts/build-public-suffixes.ts from the Public Suffix List (MPL 2.0, https://publicsuffix.org): rules of two
 * labels and more, from the right, \`jp(tokyo(shibuya))\`. A label with \`-\` behind it is a way and no suffix itself,
 * \`*\` is any label, \`!\` an exception.
 */
export const PUBLIC_SUFFIXES =
  '${text}';
`,
);
