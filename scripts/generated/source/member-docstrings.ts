import ts from 'typescript';
import { declarationsOf } from './declarations-of.ts';
import { docstringOf } from './docstring-of.ts';

/** Docstrings of the members that an expression writes down, by path: `events[].id`. */
export type MemberDocstrings = ReadonlyMap<string, string>;

/** Reads them: of object literals at any depth of calls, of what they spread, and of constants that are named for a member. */
export function memberDocstrings(node: ts.Expression): MemberDocstrings {
  const found = new Map<string, string>();
  collect(node, '', found);
  return found;
}

function collect(node: ts.Node, before: string, found: Map<string, string>): void {
  if (ts.isIdentifier(node)) {
    for (const value of valuesOf(node)) collect(value, before, found);
  } else if (ts.isCallExpression(node)) {
    for (const given of node.arguments) collect(given, before, found);
  } else if (ts.isArrayLiteralExpression(node)) {
    for (const element of node.elements) collect(element, before, found);
  } else if (ts.isObjectLiteralExpression(node)) {
    for (const member of node.properties) collectMember(member, before, found);
  }
}

function collectMember(
  member: ts.ObjectLiteralElementLike,
  before: string,
  found: Map<string, string>,
): void {
  if (ts.isSpreadAssignment(member)) collect(member.expression, before, found);
  const path = before + (member.name?.getText() ?? '');
  const docstring = docstringOf(member);
  if (docstring !== '' && !found.has(path)) found.set(path, docstring);
  if (ts.isPropertyAssignment(member)) collect(member.initializer, `${path}.`, found);
  if (ts.isShorthandPropertyAssignment(member)) collect(member.name, `${path}.`, found);
}

function valuesOf(name: ts.Identifier): ts.Expression[] {
  return declarationsOf(name).flatMap((declaration) =>
    ts.isVariableDeclaration(declaration) && declaration.initializer ? [declaration.initializer] : [],
  );
}
