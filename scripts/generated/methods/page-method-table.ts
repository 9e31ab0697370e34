import { type PageFacts, type PageMethodName, pageFacts } from '../../../lib/api/page.ts';
import { pageMethods } from '../../../lib/boundary/handlers/page-methods.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

/** What each scope is called under provider-api.md *How a request is answered*. */
const TOUCHES: Record<(typeof pageMethods)[PageMethodName]['scope']['kind'], string> = {
  none: '–',
  permissions: 'its own permissions',
  identity: 'an identity',
  granting: 'an identity',
  relationship: 'a relationship',
  request: 'a request',
  address: 'a wallet address',
  message: 'a message',
  filtered: 'lists',
};

function touchedBy(name: PageMethodName): string {
  const { scope } = pageMethods[name];
  return scope.kind === 'relationship' && scope.want !== undefined
    ? `${TOUCHES[scope.kind]}, to send`
    : TOUCHES[scope.kind];
}

function whileLocked({ needs, asks }: PageFacts): string {
  if (asks === null) return needs === 'unlocked' ? '4320' : 'answers';
  return needs === 'unlocked' ? 'asks after the unlock' : 'answers or asks; the yes after the unlock';
}

const inWords = (kind: string) => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Every method of a page, with its facts and its scope. */
export const pageMethodTable: Section = {
  document: 'docs/provider-api.md',
  name: 'methods',
  make: () =>
    table(
      ['method', 'grant', 'asks', 'touches', 'while locked'],
      (Object.entries(pageFacts) as [PageMethodName, PageFacts][]).map(([name, facts]) => [
        `[\`${name}\`](#${name.toLowerCase()})`,
        facts.grants.map((grant) => `\`${grant}\``).join(' or ') || '–',
        facts.asks === null ? '–' : inWords(facts.asks),
        touchedBy(name),
        whileLocked(facts),
      ]),
    ),
};
