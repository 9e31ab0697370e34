import ts from 'typescript';
import { everyNode } from '../source/every-node.ts';
import { sourceProgram } from '../source/source-program.ts';
import { textsOf } from '../source/texts-of.ts';
import { type ErrorClass, errorClasses } from './error-classes.ts';

/**
 * What is said with an error in place of its own sentence, by code: every text that is given to its class, or by a subclass
 * to it, and what stands beside the code where there is no class to make it of, in the page. In the order of the files.
 */
export function saidSentences(): Map<number, string[]> {
  const classes = errorClasses();
  const said = new Map(classes.map(({ code }) => [code, new Set<string>()]));
  const codeOf = new Map(classes.filter(takesWords).map(({ className, code }) => [className, code]));
  for (const node of everyNode()) {
    const beside = besideCode(node);
    for (const text of beside?.texts ?? []) said.get(beside?.code ?? 0)?.add(text);
    const code = codeOf.get(classMade(node) ?? '');
    if (code !== undefined) for (const text of wordsGiven(node)) said.get(code)?.add(text);
  }
  return new Map(
    classes.map(({ code, sentences }) => [
      code,
      [...(said.get(code) ?? [])].filter((text) => !sentences.includes(text)),
    ]),
  );
}

/** Whether what is made of this class is told its sentence first, or its issues. */
function takesWords({ className }: ErrorClass): boolean {
  const file = sourceProgram().file('lib/errors/errors.ts');
  const declaration = file.statements
    .filter(ts.isClassDeclaration)
    .find(({ name }) => name?.text === className);
  const first = declaration?.members.find(ts.isConstructorDeclaration)?.parameters[0]?.name.getText();
  return first === 'message' || first === 'issues';
}

/** The class of `new X(…)`, or the base of `super(…)`. */
function classMade(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node)) return node.expression.getText();
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.SuperKeyword) return undefined;
  return sourceProgram().checker.getTypeAtLocation(node.expression).symbol?.name;
}

/** The first argument itself, or the words of the issues it lists. */
function wordsGiven(node: ts.Node): string[] {
  const given = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.arguments?.[0] : undefined;
  if (given === undefined) return [];
  if (!ts.isArrayLiteralExpression(given)) return textsOf(given);
  return given.elements.filter(ts.isObjectLiteralExpression).flatMap((issue) => {
    const message = memberOf(issue, 'message');
    return message === undefined ? [] : textsOf(message);
  });
}

/** The second argument of `refuse(4900, '…')`, the `message` of `{ code: 4900, message: '…' }`. */
function besideCode(node: ts.Node): { code: number; texts: string[] } | null {
  const [code, words] = ts.isCallExpression(node)
    ? node.arguments
    : ts.isObjectLiteralExpression(node)
      ? [memberOf(node, 'code'), memberOf(node, 'message')]
      : [];
  if (code === undefined || words === undefined || isBase(node)) return null;
  if (!ts.isNumericLiteral(code) && !ts.isPrefixUnaryExpression(code)) return null;
  return { code: Number(code.getText()), texts: textsOf(words) };
}

/** Tells the call by which a class tells its base its own sentence. */
function isBase(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

function memberOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  return object.properties.filter(ts.isPropertyAssignment).find((member) => member.name.getText() === name)
    ?.initializer;
}
