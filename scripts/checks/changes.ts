import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import { judgeChanges } from './changes/judge-changes.ts';
import { ownWriters } from './changes/own-writers.ts';
import { plantedChanges } from './changes/planted-changes.ts';
import type { Check } from './check.ts';

/** Plants the faults in a tree of its own; returns what was not noticed, and what was wrongly. */
async function misjudged(): Promise<string[]> {
  const root = join(projectRoot, '.output', 'planted-changes');
  await rm(root, { recursive: true, force: true });
  try {
    for (const [file, text] of Object.entries(plantedChanges.files)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    const { problems } = await judgeChanges(root, plantedChanges.ownWriters);
    const { refused } = plantedChanges;
    return [
      ...refused
        .filter((sentence) => !problems.includes(sentence))
        .map((sentence) => `planted and not noticed: ${sentence}`),
      ...problems
        .filter((problem) => !refused.includes(problem))
        .map((problem) => `sound, and refused: ${problem}`),
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

let summary = '';

/** The domain is written by `change` alone, no change waits for another, and none has the network at hand. */
export const changesCheck: Check = {
  name: 'changes of the domain',
  async run() {
    const wrong = await misjudged();
    const { files, functions, changes, problems } = await judgeChanges(projectRoot, ownWriters);
    summary =
      `${changes} changes and ${functions} functions of ${files} files: ${problems.length} problems; ` +
      `${plantedChanges.refused.length} planted ones refused`;
    const unread = changes === 0 || functions === 0 ? ['no change or no function was read'] : [];
    return [...wrong, ...unread, ...problems];
  },
  summary: () => summary,
};
