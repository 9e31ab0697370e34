import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { saidSentences } from './said-sentences.ts';

/** What is said in place of an error's own sentence, wherever the code says something more precise. */
export const furtherSentences: Section = {
  document: 'docs/provider-api.md',
  name: 'further-sentences',
  make: () =>
    table(
      ['code', 'sentences'],
      [...saidSentences()]
        .filter(([, sentences]) => sentences.length > 0)
        .map(([code, sentences]) => [String(code), sentences.map((text) => `*${text}*`).join(' · ')]),
    ),
};
