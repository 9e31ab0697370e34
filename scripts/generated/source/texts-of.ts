import ts from 'typescript';
import { declarationsOf } from './declarations-of.ts';
import { everyNode } from './every-node.ts';
import { sourceProgram } from './source-program.ts';

/**
 * Every text that an expression can be, as far as it can be followed: through constants and their members, either side of a
 * choice, parameters to whoever gives them, members of results to whoever makes them. A part that only run time knows is `…`.
 */
export function textsOf(node: ts.Expression, seen: ReadonlySet<ts.Node> = new Set()): string[] {
  if (seen.has(node)) return [];
  const next = new Set(seen).add(node);
  const from = (one: ts.Expression | undefined) => (one === undefined ? [] : textsOf(one, next));
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return from(node.expression);
  if (ts.isConditionalExpression(node)) return [...from(node.whenTrue), ...from(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return isChoice(node) ? [...from(node.left), ...from(node.right)] : [];
  if (ts.isTemplateExpression(node)) return templateTexts(node, next);
  if (ts.isElementAccessExpression(node)) return memberValues(node.expression).flatMap(from);
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node))
    return declarationsOf(node).flatMap((declaration) => valuesOf(declaration).flatMap(from));
  if (ts.isCallExpression(node))
    return declarationsOf(node.expression).flatMap((declaration) => returnsOf(declaration).flatMap(from));
  return [];
}

function isChoice({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function templateTexts(node: ts.TemplateExpression, seen: ReadonlySet<ts.Node>): string[] {
  const parts = node.templateSpans.map(({ expression, literal }) => {
    const [only, ...more] = [...textsOf(expression, seen), ...numbersOf(expression)];
    return (only !== undefined && more.length === 0 ? only : '…') + literal.text;
  });
  return [node.head.text + parts.join('')];
}

function numbersOf(node: ts.Expression): string[] {
  const type = sourceProgram().checker.getTypeAtLocation(node);
  return type.isNumberLiteral() ? [type.value.toLocaleString('en')] : [];
}

function valuesOf(declaration: ts.Node): ts.Expression[] {
  if (ts.isShorthandPropertyAssignment(declaration)) return [declaration.name];
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration))
    return declaration.initializer === undefined ? [] : [declaration.initializer];
  if (ts.isParameter(declaration)) return [...givenFor(declaration), ...listOf(declaration.initializer)];
  if (ts.isBindingElement(declaration)) return takenOut(declaration);
  if (ts.isPropertySignature(declaration)) return madeAs(declaration);
  return [];
}

const listOf = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one]);

/** What callers give for a parameter of a function that has a name. */
function givenFor(parameter: ts.ParameterDeclaration): ts.Expression[] {
  const owner = parameter.parent;
  const at = owner.parameters.indexOf(parameter);
  return callsOf(owner).flatMap((call) => listOf(call.arguments?.[at]));
}

function callsOf(owner: ts.SignatureDeclaration): (ts.CallExpression | ts.NewExpression)[] {
  const { checker } = sourceProgram();
  const name = nameOf(owner);
  return everyNode()
    .filter((node) => ts.isCallExpression(node) || ts.isNewExpression(node))
    .filter(({ expression }) => name !== '' && expression.getText().endsWith(name))
    .filter((call) => checker.getResolvedSignature(call)?.declaration === owner);
}

/** What a function, or the class of a constructor, is called by; empty where it has no name. */
function nameOf(owner: ts.SignatureDeclaration): string {
  if (owner.name !== undefined) return owner.name.getText();
  const { parent } = owner;
  const isNamed =
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isClassLike(parent);
  return isNamed ? (parent.name?.getText() ?? '') : '';
}

/** What object literals give for a member of a type. */
function madeAs(member: ts.PropertySignature): ts.Expression[] {
  const { checker } = sourceProgram();
  const name = member.name.getText();
  return everyNode()
    .filter((node) => ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node))
    .filter((node) => node.name.getText() === name)
    .filter((node) => {
      const wanted = checker.getContextualType(node.parent);
      const kinds = wanted?.isUnion() ? wanted.types : [wanted];
      return kinds.some((kind) => kind?.getProperty(name)?.declarations?.includes(member));
    })
    .map((node) => (ts.isPropertyAssignment(node) ? node.initializer : node.name));
}

/** `title` of `const { title } = STATES[state]`: what the objects that may stand there give for it. */
function takenOut({ parent, name, propertyName }: ts.BindingElement): ts.Expression[] {
  const { parent: declared } = parent;
  if (!ts.isObjectBindingPattern(parent) || !ts.isVariableDeclaration(declared)) return [];
  const { initializer } = declared;
  if (initializer === undefined) return [];
  const objects = ts.isElementAccessExpression(initializer)
    ? memberValues(initializer.expression)
    : [initializer];
  return objects
    .map(bare)
    .filter(ts.isObjectLiteralExpression)
    .flatMap(({ properties }) => properties.filter(ts.isPropertyAssignment))
    .filter((member) => member.name.getText() === (propertyName ?? name).getText())
    .map(({ initializer: value }) => value);
}

function memberValues(object: ts.Expression): ts.Expression[] {
  return declarationsOf(object)
    .flatMap(valuesOf)
    .map(bare)
    .filter(ts.isObjectLiteralExpression)
    .flatMap(({ properties }) => properties.filter(ts.isPropertyAssignment))
    .map(({ initializer }) => initializer);
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? bare(node.expression) : node;
}

function returnsOf(declaration: ts.Node): ts.Expression[] {
  if (!ts.isFunctionLike(declaration) || !('body' in declaration) || declaration.body === undefined)
    return [];
  const { body } = declaration;
  if (!ts.isBlock(body)) return [body as ts.Expression];
  const found: ts.Expression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(...listOf(node.expression));
    else if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
  };
  look(body);
  return found;
}
