import ts from 'typescript';
import { placeOf, type SourceFile } from './source-file.ts';

/** What of lib/store can write. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  'lib/store/write-transaction.ts': ['writeTransaction'],
  'lib/store/sealed-table.ts': ['createSealedTable'],
  'lib/store/plain-table.ts': ['createPlainTable'],
  'lib/store/segments.ts': ['createSegments'],
};
/** Methods of an open database that write in a transaction of their own. */
const METHODS = ['put', 'add', 'delete', 'clear'];

/**
 * Writes to the database that go past the change, but in lib/store itself and in the files of `excused`; and files of
 * these that write nothing, or are gone. `excused` is by path, with the reason.
 */
export function strayWrites(
  sources: ReadonlyMap<string, SourceFile>,
  excused: Readonly<Record<string, string>>,
): string[] {
  const writing = new Set<string>();
  const problems: string[] = [];
  for (const source of sources.values()) {
    if (source.path.startsWith('lib/store/')) continue;
    for (const write of writesOf(source)) {
      writing.add(source.path);
      if (!Object.hasOwn(excused, source.path)) problems.push(write);
    }
  }
  const idle = Object.keys(excused).filter((path) => !writing.has(path));
  return [...problems, ...idle.map((path) => `${path} may write past the change, and does not`)];
}

function writesOf(source: SourceFile): string[] {
  const found = [...source.imports.values()]
    .filter(({ path, name }) => WRITERS[path]?.includes(name))
    .map(({ name }) => `${source.path} writes past the change, by ${name}`);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && writesToDatabase(node))
      found.push(`${placeOf(source, node)} writes to the database past the change`);
    ts.forEachChild(node, visit);
  };
  visit(source.root);
  return found;
}

function writesToDatabase({ expression, arguments: given }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const { name, expression: on } = expression;
  if (name.text === 'transaction') {
    return given[1] !== undefined && !(ts.isStringLiteral(given[1]) && given[1].text === 'readonly');
  }
  const isDatabase =
    (ts.isIdentifier(on) && on.text === 'db') || (ts.isPropertyAccessExpression(on) && on.name.text === 'db');
  return isDatabase && METHODS.includes(name.text);
}
