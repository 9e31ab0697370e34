import ts from 'typescript';
import { aliasOf } from './alias-of.ts';

/**
 * A type as a document writes it, in the order in which it was declared: `{did: Did, alias: string | null}`. Names of
 * interfaces and of texts stay names; what is one of some words is written out.
 */
export function typeText(node: ts.TypeNode): string {
  if (ts.isUnionTypeNode(node)) return node.types.map(typeText).join(' | ');
  if (ts.isParenthesizedTypeNode(node)) return `(${typeText(node.type)})`;
  if (ts.isArrayTypeNode(node)) return `${typeText(node.elementType)}[]`;
  if (ts.isTypeLiteralNode(node)) return `{${node.members.map(memberText).join(', ')}}`;
  if (ts.isTypeReferenceNode(node)) return referenceText(node);
  return oneLine(node);
}

function memberText(member: ts.TypeElement): string {
  if (!ts.isPropertySignature(member) || member.type === undefined) return oneLine(member);
  return `${member.name.getText()}${member.questionToken === undefined ? '' : '?'}: ${typeText(member.type)}`;
}

/** A name, with what it is made of written out where that is some words. */
function referenceText(node: ts.TypeReferenceNode): string {
  const alias = aliasOf(node);
  if (alias !== undefined && ts.isUnionTypeNode(alias) && alias.types.every(isWord)) return typeText(alias);
  if (node.typeArguments === undefined) return node.typeName.getText();
  return `${node.typeName.getText()}<${node.typeArguments.map(typeText).join(', ')}>`;
}

function isWord(node: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal);
}

const oneLine = (node: ts.Node) => node.getText().replace(/\s+/g, ' ');
