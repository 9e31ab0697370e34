import ts from 'typescript';
import { docstringOf } from '../source/docstring-of.ts';
import { numberOf } from '../source/number-of.ts';
import { sourceProgram } from '../source/source-program.ts';
import { type Limit, limitOf } from './limit.ts';

/** A limit that stands in a constant of its own. */
export interface CitedLimit extends Limit {
  /** Its file, from the root. */
  path: string;
}

/**
 * The constants of lib whose docstring says in brackets that they stand in this place of the book: `(security.md *Limits*)`. So a
 * limit joins a document by its own docstring. In the order of files and lines.
 */
export function citedLimits(place: string): CitedLimit[] {
  const { files, pathOf } = sourceProgram();
  const ofLib = files.filter((file) => pathOf(file).startsWith('lib/'));
  return ofLib.flatMap((file) =>
    file.statements
      .filter(ts.isVariableStatement)
      .filter((statement) => docstringOf(statement).includes(`(${place})`))
      .flatMap((statement) => {
        const docstring = docstringOf(statement).replace(` (${place})`, '');
        return statement.declarationList.declarations
          .flatMap((declaration) => readOne(declaration, docstring))
          .map((limit) => ({ ...limit, path: pathOf(file) }));
      }),
  );
}

function readOne({ name, initializer }: ts.VariableDeclaration, docstring: string): Limit[] {
  if (initializer === undefined) return [];
  const value = numberOf(initializer);
  if (value === null) throw new Error(`${name.getText()}: is cited as a limit, and is no constant number`);
  return [limitOf(name.getText(), value, docstring)];
}
