import ts from 'typescript';
import { placeOf, type SourceFile } from './source-file.ts';

/**
 * Changes inside the work of another change, which would wait for the lock their own caller holds, and domains that are
 * handed on in there, which is how a change is hidden in a function. What `tx.after` is given runs when the work is over:
 * it may start a change, and may not wait for one. Also tells how many changes were looked at.
 */
export function nestedChanges(sources: ReadonlyMap<string, SourceFile>): {
  changes: number;
  problems: string[];
} {
  let changes = 0;
  const problems: string[] = [];
  for (const source of sources.values()) {
    const visit = (node: ts.Node): void => {
      const work = workOf(source, node);
      if (work !== null) {
        changes += 1;
        problems.push(...wrongInside(source, work));
      }
      ts.forEachChild(node, visit);
    };
    visit(source.root);
  }
  return { changes, problems };
}

interface Work {
  /** What is changed, where that is a plain name. */
  domain: string | null;
  callback: ts.Node;
}

/** The work of a call of `change` (the one of lib/domain) or of `transact`; null for any other node. */
function workOf({ imports }: SourceFile, node: ts.Node): Work | null {
  if (!ts.isCallExpression(node)) return null;
  const { expression, arguments: given } = node;
  if (ts.isPropertyAccessExpression(expression) && expression.name.text === 'transact')
    return given[0] === undefined ? null : { domain: nameOf(expression.expression), callback: given[0] };
  const isChange =
    ts.isIdentifier(expression) &&
    expression.text === 'change' &&
    imports.get('change')?.path === 'lib/domain/change.ts';
  const [domain, callback] = given;
  return !isChange || domain === undefined || callback === undefined
    ? null
    : { domain: nameOf(domain), callback };
}

function nameOf(node: ts.Node): string | null {
  return ts.isIdentifier(node) ? node.text : null;
}

function wrongInside(source: SourceFile, { domain, callback }: Work): string[] {
  const problems: string[] = [];
  const visit = (node: ts.Node, isAfter: boolean): void => {
    if (workOf(source, node) !== null && !isAfter)
      problems.push(`${placeOf(source, node)} changes inside a change`);
    if (ts.isAwaitExpression(node) && workOf(source, node.expression) !== null && isAfter)
      problems.push(`${placeOf(source, node)} waits for a change in what runs after one`);
    if (ts.isIdentifier(node) && node.text === domain && !isAfter && isHandedOn(node))
      problems.push(`${placeOf(source, node)} hands the domain on inside a change`);
    const begins = isAfter || (ts.isCallExpression(node) && isAfterCall(node));
    ts.forEachChild(node, (child) => visit(child, begins));
  };
  visit(callback, false);
  return problems;
}

function isAfterCall({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'after';
}

/** The domain as a whole, and not a member of it or a name that is only spelt like it. */
function isHandedOn(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isCallExpression(parent) && parent.arguments.includes(node)) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isSpreadAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node)
  );
}
