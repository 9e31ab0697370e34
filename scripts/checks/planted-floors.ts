import type { Floors } from './floor-rules.ts';

/** For each rule of floor-rules.ts a file that breaks it: on every floor one that imports what stands above, and one in a folder without a floor. */
export function plantedFloors({ root, floors }: Floors): {
  files: Record<string, string>;
  refused: Record<string, string>;
} {
  const top = `${root}/top.ts`;
  const lowest = floors.map(([folder]) => `${root}/${folder}/upwards.ts`);
  const planted: [rule: string, file: string, target: string][] = lowest.map((file, at) => [
    `${root}-floor-${at + 1}`,
    file,
    lowest[at + 1] ?? top,
  ]);
  planted.push([`${root}-has-floors-only`, `${root}/elsewhere/stray.ts`, top]);
  const up = (file: string) => '../'.repeat(file.split('/').length - 1);
  return {
    files: {
      [top]: 'export const top = 1;\n',
      ...Object.fromEntries(planted.map(([, file, target]) => [file, `import '${up(file)}${target}';\n`])),
    },
    refused: Object.fromEntries(planted.map(([rule, file]) => [rule, file])),
  };
}
