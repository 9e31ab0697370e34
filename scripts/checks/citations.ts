import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';
import { brokenCitations } from './citations/broken-citations.ts';
import { plantedCitations } from './citations/planted-citations.ts';

/** Plants one broken citation of each kind in a tree of its own; returns what was not noticed, and what was wrongly. */
async function misjudged(): Promise<string[]> {
  const root = join(projectRoot, '.output', 'planted-citations');
  await rm(root, { recursive: true, force: true });
  try {
    for (const [file, text] of Object.entries(plantedCitations.files)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    const { problems } = await brokenCitations(root);
    const { refused } = plantedCitations;
    return [
      ...refused
        .filter((beginning) => !problems.some((problem) => problem.startsWith(beginning)))
        .map((beginning) => `planted and not noticed: ${beginning}`),
      ...problems
        .filter((problem) => !refused.some((beginning) => problem.startsWith(beginning)))
        .map((problem) => `sound, and refused: ${problem}`),
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Everything that code, tests and documents cite is there; a check that notices nothing, or reads nothing, fails. */
export const citationsCheck: Check = {
  name: 'citations and links',
  async run() {
    const wrong = await misjudged();
    const { citations, links, problems } = await brokenCitations(projectRoot);
    const unread = citations === 0 || links === 0 ? ['no citation or no link was read'] : [];
    return [...wrong, ...unread, ...problems];
  },
};
