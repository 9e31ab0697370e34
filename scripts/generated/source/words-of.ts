import ts from 'typescript';
import { aliasOf } from './alias-of.ts';

/**
 * The words that a type is one of, in the order of their declaration; none where it is something else. The compiler itself has
 * them in an order that depends on what it looked at before.
 */
export function wordsOf(node: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(wordsOf);
  if (ts.isLiteralTypeNode(node)) return ts.isStringLiteral(node.literal) ? [node.literal.text] : [];
  if (!ts.isTypeReferenceNode(node)) return [];
  const alias = aliasOf(node);
  return alias === undefined ? [] : wordsOf(alias);
}
