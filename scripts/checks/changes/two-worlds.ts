import ts from 'typescript';
import { placeOf, type SourceFile } from './source-file.ts';
import { createWorldsOf, type World } from './worlds-of.ts';

/**
 * Functions that are given both a domain and the `Tx` of a change: such a one can ask the network, or wait for another
 * change, while it holds the lock. Also tells how many functions were looked at.
 */
export function twoWorlds(sources: ReadonlyMap<string, SourceFile>): {
  functions: number;
  problems: string[];
} {
  const worldsOf = createWorldsOf(sources);
  let functions = 0;
  const problems: string[] = [];

  function given(source: SourceFile, { name, type }: ts.ParameterDeclaration): Iterable<World> {
    if (type !== undefined) return worldsOf(source, type);
    return ts.isIdentifier(name) && (name.text === 'domain' || name.text === 'tx') ? [name.text] : [];
  }

  for (const source of sources.values()) {
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) {
        functions += 1;
        const worlds = new Set([...node.parameters].flatMap((parameter) => [...given(source, parameter)]));
        if (worlds.size === 2) problems.push(`${placeOf(source, node)} takes both a domain and a change`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source.root);
  }
  return { functions, problems };
}
