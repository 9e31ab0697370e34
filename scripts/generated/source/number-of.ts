import ts from 'typescript';
import { declarationsOf } from './declarations-of.ts';

/** The number that a constant expression is: `30 * DAY_MS`, `LIMITS.page / 2`; null where it is none, or not constant. */
export function numberOf(node: ts.Expression): number | null {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return numberOf(node.expression);
  if (ts.isBinaryExpression(node)) return computed(node);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return null;
  const [declaration] = declarationsOf(node);
  const isConstant =
    declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration));
  return isConstant && declaration.initializer ? numberOf(declaration.initializer) : null;
}

function computed({ left, operatorToken, right }: ts.BinaryExpression): number | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AsteriskToken:
      return a * b;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return a ** b;
    case ts.SyntaxKind.SlashToken:
      return a / b;
    case ts.SyntaxKind.PlusToken:
      return a + b;
    case ts.SyntaxKind.MinusToken:
      return a - b;
    default:
      return null;
  }
}
