import ts from 'typescript';
import { type CommandType, errorCodeOf, isErrorCode } from '../../../lib/protocol/commands.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { COMMANDS } from '../../../mediator/dispatch/command-table.ts';
import { declarationsOf } from '../source/declarations-of.ts';
import { sourceProgram } from '../source/source-program.ts';
import { definitionOf } from './definition-of.ts';

/** What the code refuses, and what cannot happen there any more. */
const NEVER: Partial<Record<CommandType, string>> = {
  // The publisher is the sender, whose DID was parsed in step 14.
  PUBLISH_PUBLIC_EVENT: 'DID_RESOLUTION_FAILED',
};

/** Whether what the protocol refuses in a part of the code is answered with a code of its own. */
type Refusals = 'answered' | 'silent';

/**
 * The codes that a command's own code can answer with, in the order in which they stand there: what is thrown in its file and
 * in everything of the mediator and the protocol that it calls. The steps that every command takes before are not followed
 * (protocol.md §5.3), so their codes are here only where a command gives them itself.
 */
export function refusalsOf(type: CommandType): string[] {
  const found = new Set<string>();
  const entered = new Map<ts.Node, Refusals>();
  const walk = (node: ts.Node, refusals: Refusals): void => {
    for (const code of codesAt(node, refusals)) found.add(code);
    for (const used of functionsAt(node)) enter(used, isSigning(used) ? 'silent' : refusals);
    ts.forEachChild(node, (child) => walk(child, isSilent(child) ? 'silent' : refusals));
  };
  const enter = (node: ts.Node, refusals: Refusals): void => {
    if (entered.get(node) === 'answered' || entered.get(node) === refusals) return;
    entered.set(node, refusals);
    walk(node, refusals);
  };
  enter(definitionOf(type), 'answered');
  const never = NEVER[type];
  if (never !== undefined && !found.delete(never)) throw new Error(`${type} does not refuse ${never} at all`);
  if (COMMANDS[type].sender === 'registered') found.delete('NOT_REGISTERED');
  return [...found];
}

function codesAt(node: ts.Node, refusals: Refusals): string[] {
  if (ts.isMethodSignature(node)) return codesInDocstring(node);
  if (ts.isStringLiteral(node) && isErrorCode(node.text)) return isCompared(node) ? [] : [node.text];
  if (refusals === 'silent') return [];
  const reason = reasonAt(node);
  if (reason === undefined || !ts.isStringLiteral(reason)) return [];
  return [errorCodeOf(new ProtocolError(reason.text))].filter((code) => code !== null);
}

/** What a method that only an interface names says that it throws: `@throws \`RATE_LIMITED\``. */
function codesInDocstring(node: ts.MethodSignature): string[] {
  const text = ts
    .getJSDocTags(node)
    .map(({ tagName, comment }) => (tagName.text === 'throws' ? ts.getTextOfJSDocComment(comment) : ''))
    .join(' ');
  return [...text.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code ?? '').filter(isErrorCode);
}

function isCompared({ parent }: ts.Node): boolean {
  return ts.isBinaryExpression(parent) || ts.isLiteralTypeNode(parent);
}

/** The reason of `new ProtocolError('reason')`, or the one with which a call lets something be refused. */
function reasonAt(node: ts.Node): ts.Expression | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'ProtocolError') return node.arguments?.[0];
  // The shape of a payload, and of what is in it, was checked with the command (step 12).
  return ts.isCallExpression(node) && node.expression.getText() !== 'parseShape'
    ? givenReason(node)
    : undefined;
}

/** The second of `refusing(() => …, 'reason')`. */
function givenReason(call: ts.CallExpression): ts.Expression | undefined {
  const [declaration] = declarationsOf(call.expression);
  if (declaration === undefined || !ts.isFunctionDeclaration(declaration)) return undefined;
  if (!sourceProgram().pathOf(declaration).startsWith('lib/protocol/')) return undefined;
  return call.arguments[declaration.parameters.findIndex(({ name }) => name.getText() === 'reason')];
}

/** Whether what the protocol refuses in this part is caught, gets another reason, or is of the mediator's own making. */
function isSilent(node: ts.Node): boolean {
  const { parent } = node;
  // In the transaction nothing of the sender's is checked by the protocol any more.
  if (ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node)) return node.name.getText() === 'run';
  if (ts.isTryStatement(parent)) return node === parent.tryBlock && parent.catchClause !== undefined;
  if (!ts.isCallExpression(parent) || node === parent.expression) return false;
  // Of a contract every refusal becomes one code, whatever it was.
  return parent.expression.getText() === 'asContractRefusal' || givenReason(parent) !== undefined;
}

/** Tells a function that signs: what is refused there is the mediator's own. */
function isSigning(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node) && node.parameters.some((one) => /\bSigner\b/.test(one.getText()));
}

/** What a name that stands here may run of the mediator and of the protocol, as far as types tell; constants are among it. */
function functionsAt(node: ts.Node): ts.Node[] {
  if (!ts.isIdentifier(node)) return [];
  return declarationsOf(node)
    .filter(
      (one) => ts.isFunctionLike(one) || (ts.isVariableDeclaration(one) && one.initializer !== undefined),
    )
    .filter((one) => /^(mediator|lib\/(protocol|wallet-proof))\//.test(sourceProgram().pathOf(one)));
}
