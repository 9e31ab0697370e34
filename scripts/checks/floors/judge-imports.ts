import { dirname } from 'node:path';
import type { ImportEdge } from './read-imports.ts';
import { mayImport, roomOf } from './rooms.ts';

/** What is wrong with a set of imports, a sentence each. */
export interface FloorVerdict {
  /** Imports of `lib/` that go up, or sideways where they may not. */
  against: string[];
  /** Files that need each other, directly or through others. */
  circles: string[];
  /** Pairs of folders of `lib/` that import each other. */
  mutual: string[];
}

/** Judges imports by the floors, whatever kind they are of. */
export function judgeImports(edges: readonly ImportEdge[]): FloorVerdict {
  const own = edges.filter(({ from }) => from.startsWith('lib/'));
  return { against: own.flatMap(against), circles: circles(edges), mutual: mutualPairs(own) };
}

function against({ from, to }: ImportEdge): string[] {
  const [source, target] = [roomOf(from), roomOf(to)];
  if (source === null) return [`${from} stands on no floor`];
  if (target === null) return [`${from} imports ${to}, which stands on no floor`];
  if (mayImport(source, target)) return [];
  const way = target.floor > source.floor ? 'up' : 'sideways';
  return [`${from} imports ${way}: ${to} (${source.room.path} → ${target.room.path})`];
}

function mutualPairs(edges: readonly ImportEdge[]): string[] {
  const pairs = new Set(edges.map(({ from, to }) => `${dirname(from)} ${dirname(to)}`));
  return [...pairs].flatMap((pair) => {
    const [a = '', b = ''] = pair.split(' ');
    return a < b && pairs.has(`${b} ${a}`) ? [`${a} and ${b} import each other`] : [];
  });
}

/** The files of each circle, by Tarjan's strongly connected components. */
function circles(edges: readonly ImportEdge[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[] = [];

  function visit(file: string): void {
    index.set(file, index.size);
    low.set(file, index.get(file) ?? 0);
    stack.push(file);
    onStack.add(file);
    for (const to of next.get(file) ?? []) {
      if (!index.has(to)) visit(to);
      if (onStack.has(to)) low.set(file, Math.min(low.get(file) ?? 0, low.get(to) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const members = stack.splice(stack.indexOf(file));
    for (const member of members) onStack.delete(member);
    if (members.length > 1) found.push(`a circle: ${members.join(', ')}`);
  }

  for (const file of next.keys()) if (!index.has(file)) visit(file);
  return found;
}
