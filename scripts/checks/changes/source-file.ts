import { dirname, posix } from 'node:path';
import ts from 'typescript';

/** What a file declares and imports, by name: enough to follow the name of a type to where it stands. */
export interface SourceFile {
  /** From the root of the tree. */
  path: string;
  root: ts.SourceFile;
  types: Map<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>;
  /** The file a name comes from, and its name there. */
  imports: Map<string, { path: string; name: string }>;
}

/** Reads one file of TypeScript. */
export function readSource(path: string, text: string): SourceFile {
  const root = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const source: SourceFile = { path, root, types: new Map(), imports: new Map() };
  for (const statement of root.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      source.types.set(statement.name.text, statement);
    else if (ts.isImportDeclaration(statement)) addImports(source, statement);
  }
  return source;
}

function addImports(
  { path, imports }: SourceFile,
  { moduleSpecifier, importClause }: ts.ImportDeclaration,
): void {
  const bindings = importClause?.namedBindings;
  if (!ts.isStringLiteral(moduleSpecifier) || bindings === undefined || !ts.isNamedImports(bindings)) return;
  const from = posix.normalize(posix.join(dirname(path), moduleSpecifier.text));
  for (const { name, propertyName } of bindings.elements)
    imports.set(name.text, { path: from, name: (propertyName ?? name).text });
}

/** The file and line of a node, as an editor takes it. */
export function placeOf({ path, root }: SourceFile, node: ts.Node): string {
  return `${path}:${root.getLineAndCharacterOfPosition(node.getStart(root)).line + 1}`;
}
