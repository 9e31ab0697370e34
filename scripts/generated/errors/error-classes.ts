import ts from 'typescript';
import * as errors from '../../../lib/errors/errors.ts';
import { docstringOf } from '../source/docstring-of.ts';
import { sourceProgram } from '../source/source-program.ts';
import { typeText } from '../source/type-text.ts';
import { wordsOf } from '../source/words-of.ts';

/** One class of the error tree, as far as whoever meets it needs to know it. */
export interface ErrorClass {
  className: string;
  code: number;
  /** Its name in words: `contract required`. */
  name: string;
  /** What it says when nothing more precise is said; several where it says why. */
  sentences: string[];
  /** The type of its `data`; null where it has none. */
  data: string | null;
  /** Its docstring without the code: when it comes, and what to do. */
  words: string;
  /** A page is given another error in its place. */
  isForPopupOnly: boolean;
}

/** Every error that the companion makes itself, by ascending code, those below zero last. @throws for one without a docstring */
export function errorClasses(): ErrorClass[] {
  const file = sourceProgram().file('lib/errors/errors.ts');
  const classes = file.statements.filter(ts.isClassDeclaration).flatMap(readClass);
  const place = ({ code }: ErrorClass) => (code < 0 ? 100_000 - code : code);
  return classes.sort((a, b) => place(a) - place(b));
}

function readClass(node: ts.ClassDeclaration): ErrorClass[] {
  const className = node.name?.text ?? '';
  const call = superCall(node);
  // The base, and what only passes on an error of elsewhere, have no code of their own.
  if (call === undefined || !isNumber(call.arguments[0])) return [];
  const made = instances(node, className);
  const code = made[0]?.code ?? 0;
  const docstring = docstringOf(node);
  if (!docstring.startsWith(`${code}: `))
    throw new Error(`${className}: no docstring that begins "${code}: "`);
  return [
    {
      className,
      code,
      name: inWords(className),
      sentences: [...new Set(made.map(({ message }) => message))],
      data: dataType(call),
      words: docstring.slice(`${code}: `.length),
      isForPopupOnly: made.every((error) => errors.serializeError(error, 'page').code !== code),
    },
  ];
}

function superCall(node: ts.Node): ts.CallExpression | undefined {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) return node;
  return ts.forEachChild(node, superCall);
}

function isNumber(node: ts.Node | undefined): boolean {
  return node !== undefined && (ts.isNumericLiteral(node) || ts.isPrefixUnaryExpression(node));
}

/** One of each kind: a parameter that is one of some words is given each of them, any other one that is needed something empty. */
function instances(node: ts.ClassDeclaration, className: string): errors.DecentrlError[] {
  const made = Reflect.get(errors, className) as new (...given: unknown[]) => errors.DecentrlError;
  const declared = node.members.find(ts.isConstructorDeclaration);
  const choices = (declared?.parameters ?? []).map(argumentsOf);
  const longest = Math.max(1, ...choices.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => new made(...choices.map((list) => list[at] ?? list[0])));
}

function argumentsOf(parameter: ts.ParameterDeclaration): unknown[] {
  const { checker } = sourceProgram();
  const type = checker.getTypeAtLocation(parameter);
  const kinds = type.isUnion() ? type.types : [type];
  const words = parameter.type === undefined ? [] : wordsOf(parameter.type);
  if (words.length > 0) return words;
  if (parameter.initializer !== undefined || parameter.questionToken !== undefined) return [undefined];
  if (kinds.some((kind) => checker.isArrayType(kind))) return [[]];
  return kinds.some((kind) => (kind.flags & ts.TypeFlags.BooleanLike) !== 0) ? [true] : [''];
}

function inWords(className: string): string {
  const words = className.replace(/Error$/, '').replace(/\B[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The type of the member `details` of what the class gives its base; with a `?` where it is not always there. */
function dataType(call: ts.CallExpression): string | null {
  const { checker } = sourceProgram();
  const found = call.arguments.map(detailsIn).find((one) => one !== undefined);
  if (found === undefined) return null;
  const flags = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.UseSingleQuotesForStringLiteralType;
  const members = checker
    .getTypeAtLocation(found.initializer)
    .getProperties()
    .map((member) => {
      const type = checker.getTypeOfSymbol(member);
      // A name for some words is written out in the order of its declaration; anything else is as the compiler writes it.
      const words = type.aliasSymbol?.declarations?.find(ts.isTypeAliasDeclaration)?.type;
      const text = words === undefined ? checker.typeToString(type, undefined, flags) : typeText(words);
      return `${member.name}: ${text}`;
    });
  const text = `{${members.join(', ')}}`.replace(
    /\{ (.*?); \}/g,
    (_, inner: string) => `{${inner.replaceAll('; ', ', ')}}`,
  );
  return found.isAlways ? text : `${text}?`;
}

function detailsIn(node: ts.Node): { initializer: ts.Node; isAlways: boolean } | undefined {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'details')
    return { initializer: node.initializer, isAlways: true };
  const found = ts.forEachChild(node, detailsIn);
  return found && ts.isConditionalExpression(node) ? { ...found, isAlways: false } : found;
}
