import ts from 'typescript';
import { sourceProgram } from './source-program.ts';

/** What a constant of a file is made of, without `as const` and `satisfies`. @throws where there is no such constant */
export function constant(path: string, name: string): ts.Expression {
  const declaration = sourceProgram()
    .file(path)
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((one) => one.name.getText() === name);
  if (declaration?.initializer === undefined) throw new Error(`${path}: there is no ${name}`);
  return bare(declaration.initializer);
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? bare(node.expression) : node;
}
