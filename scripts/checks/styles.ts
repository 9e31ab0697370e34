import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';
import { brokenStyles } from './styles/broken-styles.ts';
import { plantedStyles } from './styles/planted-styles.ts';

/** Plants a tree that breaks each rule; returns what was not noticed, and what was wrongly. */
async function misjudged(): Promise<string[]> {
  const root = join(projectRoot, '.output', 'planted-styles');
  await rm(root, { recursive: true, force: true });
  try {
    for (const [file, text] of Object.entries(plantedStyles.files)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    const { problems } = await brokenStyles(root);
    const { refused } = plantedStyles;
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

/** Every class has one home and is used, every stylesheet is joined in one list, every token is set in one file; a check that notices nothing, or reads nothing, fails. */
export const stylesCheck: Check = {
  name: 'a class has one home, a token one source',
  async run() {
    const wrong = await misjudged();
    const { classes, tokens, problems } = await brokenStyles(projectRoot);
    const unread = classes === 0 || tokens === 0 ? ['no class or no token was read'] : [];
    return [...wrong, ...unread, ...problems];
  },
};
