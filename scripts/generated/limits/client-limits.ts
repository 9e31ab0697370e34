import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import { type CitedLimit, citedLimits } from './cited-limits.ts';

/** Where what a page sends is bounded; everywhere else in lib it is what a mediator, an endpoint or a contact sends. */
const PAGE = /^lib\/(api|boundary|provider)\//;

function section(name: string, isIt: (path: string) => boolean): Section {
  const document = 'docs/security.md';
  const row = ({ what, value, why, path }: CitedLimit) => [
    wordsFor(document, what),
    value,
    wordsFor(document, why),
    `\`${path}\``,
  ];
  return {
    document,
    name,
    make: () =>
      table(
        ['limit', 'value', 'why', 'where'],
        citedLimits('security.md *Limits*')
          .filter(({ path }) => isIt(path))
          .map(row),
      ),
  };
}

/** What bounds a page: the constants of the boundary whose docstrings cite `security.md *Limits*`. */
export const pageLimits = section('page-limits', (path) => PAGE.test(path));

/** The same for who writes a dApp: what happens, and not where it stands. */
export const siteLimits: Section = {
  document: 'docs/provider-api.md',
  name: 'limits',
  make: () =>
    table(
      ['limit', 'value', 'above it, and why'],
      citedLimits('security.md *Limits*')
        .filter(({ path }) => PAGE.test(path))
        .map(({ what, value, why }) =>
          [what, value, why].map((cell) => wordsFor('docs/provider-api.md', cell)),
        ),
    ),
};

/** What bounds everybody else: the same of the rest of lib. */
export const clientLimits = section('client-limits', (path) => !PAGE.test(path));
