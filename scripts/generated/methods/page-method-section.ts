import { type PageMethodName, pageFacts } from '../../../lib/api/page.ts';
import { pageMethods } from '../../../lib/boundary/handlers/page-methods.ts';
import { isOptional, membersOf } from '../schemas/form-of.ts';
import { memberRows } from '../schemas/member-rows.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import { pageForms } from './page-forms.ts';
import { type RpcType, rpcTypes } from './rpc-types.ts';

const document = 'docs/provider-api.md';

/** `{peer, note?} or nothing`: what a method is called with, by its schema. */
function callOf(name: PageMethodName, { params }: RpcType): string {
  const schema = pageMethods[name].params;
  const [members] = membersOf(schema);
  if (members === undefined) return params === 'undefined' ? 'No parameters' : `\`${params}\``;
  const names = Object.entries(members).map(([member, one]) => `${member}${isOptional(one) ? '?' : ''}`);
  return `\`{${names.join(', ')}}\`${isOptional(schema) ? ' or nothing' : ''}`;
}

/** What a method takes and gives: its parameters by its schema, the result by its type, the words by the docstrings of both. */
export function pageMethodSection(name: PageMethodName): Section {
  return {
    document,
    name,
    make() {
      const type = rpcTypes('lib/api/page.ts', 'DecentrlRpc').get(name);
      if (type === undefined) throw new Error(`${name}: no type is found`);
      const words = (docstring: string) => wordsFor(document, docstring);
      const rows = memberRows(pageMethods[name].params, pageForms, type.docstrings, words);
      const first = `${callOf(name, type)} → \`${type.result}\``;
      return rows.length === 0 ? first : `${first}\n\n${table(['parameter', 'form', ''], rows)}`;
    },
  };
}

/** All of them, in the order in which they are listed. */
export const pageMethodSections: readonly Section[] = (Object.keys(pageFacts) as PageMethodName[]).map(
  pageMethodSection,
);
