import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';
import { filesWithoutBytes } from './vectors/files-without-bytes.ts';
import { plantedVectors } from './vectors/planted-vectors.ts';
import { uncovered } from './vectors/uncovered.ts';

/** Plants one fault of each kind in a tree of its own; returns what was not noticed, and what was wrongly. */
async function misjudged(): Promise<string[]> {
  const root = join(projectRoot, '.output', 'planted-vectors');
  await rm(root, { recursive: true, force: true });
  try {
    for (const [file, text] of Object.entries(plantedVectors.files)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    const { problems } = await uncovered(root, plantedVectors.withoutBytes);
    const { refused } = plantedVectors;
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

/** Every file of lib/protocol that makes or reads bytes has published vectors, and no vector file is empty. */
export const vectorCoverageCheck: Check = {
  name: 'vectors of every format',
  async run() {
    const wrong = await misjudged();
    const { files, modules, problems } = await uncovered(projectRoot, filesWithoutBytes);
    const unread = files === 0 || modules === 0 ? ['no vector file or no module was read'] : [];
    return [...wrong, ...unread, ...problems];
  },
};
