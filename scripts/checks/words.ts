import { catalogue } from '../generated/words/catalogue.ts';
import type { Check } from './check.ts';
import { plantedWords } from './words/planted-words.ts';
import { usedWords } from './words/used-words.ts';
import { wrongWords } from './words/wrong-words.ts';

/** Returns what of the planted faults was not noticed, and what was wrongly. */
function misjudged(): string[] {
  const { refused } = plantedWords;
  const problems = wrongWords(plantedWords.catalogue, plantedWords.uses);
  return [
    ...refused.filter((one) => !problems.includes(one)).map((one) => `planted and not noticed: ${one}`),
    ...problems.filter((one) => !refused.includes(one)).map((one) => `sound, and refused: ${one}`),
  ];
}

/** Every sentence that is said is in the catalogue, each there is said, and each is given the values it has places for. */
export const wordsCheck: Check = {
  name: 'words of the popup',
  async run() {
    const uses = usedWords();
    const words = catalogue();
    const read = uses.filter(({ given }) => given !== null).length;
    const unread = read < words.size / 2 ? [`only ${read} calls were read, for ${words.size} sentences`] : [];
    return [...misjudged(), ...unread, ...wrongWords(words, uses)];
  },
};
