import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type PopupRpc, popupFacts } from '../../../lib/api/popup/popup-rpc.ts';
import { projectRoot } from '../../build-extension.ts';
import type { Section } from '../section.ts';
import { sourceProgram } from '../source/source-program.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import { type RpcType, rpcTypes } from './rpc-types.ts';

const FOLDER = 'lib/api/popup';
const document = 'docs/popup.md';

/** The types of every area: of each file the interface whose name ends in `Rpc`. */
function everyType(): ReadonlyMap<string, RpcType> {
  const files = readdirSync(join(projectRoot, FOLDER)).sort();
  return new Map(
    files.flatMap((name) => {
      const path = `${FOLDER}/${name}`;
      const areas = sourceProgram().file(path).statements.filter(ts.isInterfaceDeclaration);
      return areas
        .filter((area) => /.Rpc$/.test(area.name.text))
        .flatMap((area) => [...rpcTypes(path, area.name.text)]);
    }),
  );
}

function row(name: keyof PopupRpc, type: RpcType): string[] {
  const { needs, person, repeatable, topics } = popupFacts[name];
  return [
    `\`${name}\``,
    type.params === 'undefined' ? '–' : `\`${type.shortParams}\``,
    `\`${type.shortResult}\``,
    needs === 'unlocked' ? 'unlocked' : '–',
    person ? 'yes' : '–',
    repeatable ? 'yes' : 'no',
    topics.map((topic) => `\`${topic}\``).join(', '),
    wordsFor(document, type.words),
  ];
}

/** Every method of the popup, with its facts. */
export const popupMethodTable: Section = {
  document,
  name: 'methods',
  make() {
    const types = everyType();
    const rows = (Object.keys(popupFacts) as (keyof PopupRpc)[]).map((name) => {
      const type = types.get(name);
      if (type === undefined) throw new Error(`${name}: no type is found`);
      return row(name, type);
    });
    return table(['method', 'takes', 'gives', 'needs', 'person', 'again', 'read anew on', ''], rows);
  },
};
