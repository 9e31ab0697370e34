import ts from 'typescript';
import type { CommandType } from '../../../lib/protocol/commands.ts';
import { everyNode } from '../source/every-node.ts';

let definitions: ReadonlyMap<string, ts.CallExpression> | undefined;

/** What makes a command in the mediator: the call that is given `{ type: 'SEND_EVENT', … }`. @throws where there is none */
export function definitionOf(type: CommandType): ts.CallExpression {
  definitions ??= new Map(everyNode().flatMap(definitionAt));
  const definition = definitions.get(type);
  if (definition === undefined) throw new Error(`${type}: nothing in mediator/ defines it`);
  return definition;
}

function definitionAt(node: ts.Node): [string, ts.CallExpression][] {
  if (!ts.isCallExpression(node) || !/^define\w*Command$/.test(node.expression.getText())) return [];
  const [spec] = node.arguments;
  if (spec === undefined || !ts.isObjectLiteralExpression(spec)) return [];
  return spec.properties
    .filter(ts.isPropertyAssignment)
    .filter(({ name, initializer }) => name.getText() === 'type' && ts.isStringLiteral(initializer))
    .map(({ initializer }) => [(initializer as ts.StringLiteral).text, node]);
}
