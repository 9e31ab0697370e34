import ts from 'typescript';
import { sourceProgram } from './source-program.ts';

/** What declares a name, or the last name of `a.b`, through imports and shorthand members. */
export function declarationsOf(node: ts.Node): ts.Node[] {
  const { checker } = sourceProgram();
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  if (symbol === undefined) return [];
  const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return [...(real.declarations ?? [])];
}
