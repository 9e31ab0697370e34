import ts from 'typescript';
import { sourceProgram } from './source-program.ts';

let nodes: readonly ts.Node[] | undefined;

/** Every node of our sources, file by file, what stands outside before what stands inside. */
export function everyNode(): readonly ts.Node[] {
  nodes ??= collect();
  return nodes;
}

function collect(): ts.Node[] {
  const found: ts.Node[] = [];
  const look = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, look);
  };
  for (const file of sourceProgram().files) look(file);
  return found;
}
