import ts from 'typescript';
import { DEFAULT_CHAIN_SETTINGS } from '../../../lib/domain/chain-settings.ts';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings-store.ts';
import { DEFAULT_LOCK_AFTER } from '../../../lib/keys/lock-rules.ts';
import type { Section } from '../section.ts';
import { docstringOf } from '../source/docstring-of.ts';
import { sourceProgram } from '../source/source-program.ts';
import { typeText } from '../source/type-text.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';

const document = 'docs/popup.md';

/** The members of an interface: name, type in words, docstring. */
function membersOf(path: string, name: string): { name: string; type: string; words: string }[] {
  const { file } = sourceProgram();
  const declaration = file(path)
    .statements.filter(ts.isInterfaceDeclaration)
    .find((one) => one.name.text === name);
  if (declaration === undefined) throw new Error(`${path}: there is no ${name}`);
  return declaration.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(),
    type: member.type === undefined ? '' : typeText(member.type),
    words: docstringOf(member),
  }));
}

function section(name: string, path: string, type: string, defaults: () => object): Section {
  return {
    document,
    name,
    make() {
      const values = new Map<string, unknown>(Object.entries(defaults()));
      const rows = membersOf(path, type).map((member) => {
        if (member.words === '' || !values.has(member.name))
          throw new Error(`${type}.${member.name}: no docstring, or no default`);
        return [
          `\`${member.name}\``,
          `\`${member.type}\``,
          inWords(values.get(member.name)),
          wordsFor(document, member.words),
        ];
      });
      return table(['setting', 'one of', 'default', ''], rows);
    },
  };
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => `\`${String(one)}\``).join(', ');
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** What a person can set of the companion. */
export const personSettings = section('settings', 'lib/api/popup/account.ts', 'Settings', () => ({
  ...DEFAULT_SETTINGS,
  lockAfter: DEFAULT_LOCK_AFTER,
}));

/** … and of chains, gateways and names. */
export const chainSettings = section(
  'chain-settings',
  'lib/api/popup/anchors.ts',
  'ChainSettings',
  () => DEFAULT_CHAIN_SETTINGS,
);
