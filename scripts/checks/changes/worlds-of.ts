import ts from 'typescript';
import type { SourceFile } from './source-file.ts';

/** `domain`: outside a change, where the network is. `tx`: inside one. */
export type World = 'domain' | 'tx';

/** Members by which a domain is more than something to read: they change it, or ask somebody. */
const OUTSIDE = ['transact', 'commands', 'fetch', 'directory', 'registrations'];

/**
 * Makes the function that tells what the values of a type have at hand, however deep. Types are followed by their names
 * through the files: every one called `…Domain` is a domain, every `…Tx` but the store's own `WriteTx` is a change, and a
 * `Pick` of what a domain reads is neither.
 */
export function createWorldsOf(
  sources: ReadonlyMap<string, SourceFile>,
): (source: SourceFile, type: ts.Node) => Set<World> {
  const known = new Map<ts.Node, Set<World>>();

  function collect(source: SourceFile, node: ts.Node, worlds: Set<World>): void {
    if (ts.isFunctionLike(node)) {
      // What a function is given is its caller's; what it gives is at hand.
      if (node.type !== undefined) collect(source, node.type, worlds);
      return;
    }
    if (ts.isIndexedAccessTypeNode(node) || ts.isTypeOperatorNode(node) || ts.isTypeQueryNode(node)) return;
    const name = nameOf(node);
    if (name === 'Pick' || name === 'Omit') {
      collectPicked(source, name, node, worlds);
      return;
    }
    if (name !== null) for (const world of ofName(source, name)) worlds.add(world);
    ts.forEachChild(node, (child) => collect(source, child, worlds));
  }

  function collectPicked(source: SourceFile, name: 'Pick' | 'Omit', node: ts.Node, worlds: Set<World>): void {
    const [of, keys] = (node as ts.TypeReferenceNode).typeArguments ?? [];
    if (of === undefined || keys === undefined) return;
    const all = new Set<World>();
    collect(source, of, all);
    if (all.has('tx')) worlds.add('tx');
    if (all.has('domain') && !leavesReaders(name, literalsOf(keys))) worlds.add('domain');
  }

  function ofName(source: SourceFile, name: string): Set<World> {
    if (/(^|[a-z])Domain$/.test(name)) return new Set(['domain']);
    if (/(^|[a-z])Tx$/.test(name) && name !== 'WriteTx') return new Set(['tx']);
    const own = source.types.get(name);
    if (own !== undefined) return ofDeclaration(source, own);
    const imported = source.imports.get(name);
    const from = sources.get(imported?.path ?? '');
    const there = from?.types.get(imported?.name ?? '');
    return from === undefined || there === undefined ? new Set() : ofDeclaration(from, there);
  }

  function ofDeclaration(source: SourceFile, declaration: ts.Node): Set<World> {
    const before = known.get(declaration);
    if (before !== undefined) return before;
    const worlds = new Set<World>();
    // Remembered before it is whole, so that a type that names itself comes to an end.
    known.set(declaration, worlds);
    ts.forEachChild(declaration, (child) => collect(source, child, worlds));
    return worlds;
  }

  return (source, type) => {
    const worlds = new Set<World>();
    collect(source, type, worlds);
    return worlds;
  };
}

/** The name of a type where it is used, or of what an interface extends. */
function nameOf(node: ts.Node): string | null {
  if (ts.isTypeReferenceNode(node)) return ts.isIdentifier(node.typeName) ? node.typeName.text : null;
  if (ts.isExpressionWithTypeArguments(node))
    return ts.isIdentifier(node.expression) ? node.expression.text : null;
  return null;
}

/** The texts of a union of them; null when it holds anything else. */
function literalsOf(node: ts.TypeNode): string[] | null {
  const parts = ts.isUnionTypeNode(node) ? node.types : [node];
  const texts = parts.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? [part.literal.text] : [],
  );
  return texts.length === parts.length ? texts : null;
}

function leavesReaders(name: 'Pick' | 'Omit', members: string[] | null): boolean {
  if (members === null) return false;
  return name === 'Pick'
    ? !members.some((member) => OUTSIDE.includes(member))
    : OUTSIDE.every((member) => members.includes(member));
}
