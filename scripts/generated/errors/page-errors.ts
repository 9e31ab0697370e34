import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import { type ErrorClass, errorClasses } from './error-classes.ts';

const document = 'docs/provider-api.md';

const row = (error: ErrorClass): string[] => [
  String(error.code),
  error.name,
  error.sentences.map((sentence) => `*${sentence}*`).join(' · '),
  error.data === null ? '' : `\`${error.data}\``,
  wordsFor(document, error.words),
];

const HEAD = ['code', 'name', 'sentence', '`data`', 'when, and what to do'];

/** The errors a page can be given: code, sentence, `data` and docstring of each class. */
export const pageErrors: Section = {
  document,
  name: 'errors',
  make: () =>
    table(
      HEAD,
      errorClasses()
        .filter(({ isForPopupOnly }) => !isForPopupOnly)
        .map(row),
    ),
};

/** Those in whose place a page is given -32603. */
export const popupOnlyErrors: Section = {
  document,
  name: 'popup-only-errors',
  make: () =>
    table(
      HEAD,
      errorClasses()
        .filter(({ isForPopupOnly }) => isForPopupOnly)
        .map(row),
    ),
};
