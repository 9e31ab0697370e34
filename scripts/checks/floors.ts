import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';
import { floorPlan } from './floors/floor-plan.ts';
import { judgeImports } from './floors/judge-imports.ts';
import { readImports } from './floors/read-imports.ts';
import { mayImport } from './floors/rooms.ts';

const rooms = floorPlan.flatMap((floor, at) => floor.map((room) => ({ room, floor: at })));
const forbidden = rooms.flatMap((from) =>
  rooms.filter((to) => !mayImport(from, to)).map((to) => ({ from: from.room.path, to: to.room.path })),
);

const fileIn = (room: string, name: string) =>
  room.endsWith('.ts') ? `lib/${room}` : `lib/${room}/${name}.ts`;

/**
 * Plants, in a tree of its own, one type-only import for every pair of rooms that may not import each other, and a circle
 * of types inside one room; returns what was not refused.
 */
async function notRefused(): Promise<string[]> {
  const root = join(projectRoot, '.output', 'planted-floors');
  await rm(root, { recursive: true, force: true });
  const planted = new Map<string, string>();
  const wanted: string[] = [];
  for (const [at, { from, to }] of forbidden.entries()) {
    const file = fileIn(from, `planted-${at}`);
    const target = fileIn(to, 'target');
    const path = relativePath(file, target);
    planted.set(file, `${planted.get(file) ?? ''}import type { T${at} } from '${path}';\n`);
    wanted.push(`${file} imports ${target}`);
  }
  planted.set('lib/keys/one.ts', "import type { Two } from './two.ts';\nexport type One = Two;\n");
  planted.set('lib/keys/two.ts', "import type { One } from './one.ts';\nexport type Two = One;\n");
  try {
    for (const [file, text] of planted) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    const { edges } = await readImports(root);
    const { against, circles, mutual } = judgeImports(edges);
    const refused = new Set(against.map((sentence) => sentence.replace(/ (up|sideways):| \(.*/g, '')));
    return [
      ...wanted.filter((sentence) => !refused.has(sentence)).map((sentence) => `not refused: ${sentence}`),
      ...(circles.some((circle) => circle.includes('lib/keys/one.ts'))
        ? []
        : ['not refused: a circle of types']),
      ...(mutual.length > 0 ? [] : ['not refused: two folders that import each other']),
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function relativePath(file: string, target: string): string {
  const up = '../'.repeat(dirname(file).split('/').length);
  return `${up}${target}`;
}

let summary = '';

/** No import of `lib/` goes against the floors, and no two files anywhere need each other, types counted. */
export const floorsCheck: Check = {
  name: 'floors',
  async run() {
    const planted = await notRefused();
    const { files, edges } = await readImports(projectRoot);
    const { against, circles, mutual } = judgeImports(edges);
    summary =
      `${edges.length} imports of ${files} files: against the floors ${against.length}, circles ${circles.length}, ` +
      `mutual folder pairs ${mutual.length}; ${forbidden.length} planted imports refused, one for each pair of rooms`;
    return [...(files === 0 ? ['no file was read'] : []), ...planted, ...against, ...circles, ...mutual];
  },
  summary: () => summary,
};
