import ts from 'typescript';
import { sourceProgram } from './source-program.ts';

/** What a name of a type stands for, where it is an alias; through imports. */
export function aliasOf({ typeName }: ts.TypeReferenceNode): ts.TypeNode | undefined {
  const { checker } = sourceProgram();
  const symbol = checker.getSymbolAtLocation(typeName);
  const real = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return real?.declarations?.find(ts.isTypeAliasDeclaration)?.type;
}
