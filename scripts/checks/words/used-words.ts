import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../build-extension.ts';
import { everyNode } from '../../generated/source/every-node.ts';
import { sourceProgram } from '../../generated/source/source-program.ts';
import { textsOf } from '../../generated/source/texts-of.ts';

/** A place where sentences of the catalogue are named. */
export interface UsedWords {
  /** Those that it may be. */
  keys: string[];
  /** How many values it fills in; null where they are only named, and said elsewhere. */
  given: number | null;
  /** File and line. */
  place: string;
}

/** Every place of our sources that names a sentence: told by the type of what stands there, or by the call. */
export function usedWords(): UsedWords[] {
  return [...everyNode().flatMap(usedAt), ...ofManifest()].filter(({ keys }) => keys.length > 0);
}

function usedAt(node: ts.Node): UsedWords[] {
  if (ts.isCallExpression(node)) return calledAt(node);
  if (ts.isJsxOpeningLikeElement(node)) return sentenceAt(node);
  if (!ts.isStringLiteralLike(node) || isMemberName(node)) return [];
  const isNamed = isMessageKey(sourceProgram().checker.getContextualType(node));
  return isNamed ? [{ keys: [node.text], given: null, place: placeOf(node) }] : [];
}

function isMemberName(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

/** `t('key', a, b)`, and `getMessage('key', [a, b])` of the browser. */
function calledAt(node: ts.CallExpression): UsedWords[] {
  const { checker } = sourceProgram();
  const [key, ...rest] = node.arguments;
  if (key === undefined || rest.some(ts.isSpreadElement)) return [];
  if (node.expression.getText().endsWith('i18n.getMessage'))
    return [{ keys: textsOf(key), given: lengthOf(rest[0]), place: placeOf(node) }];
  const isTranslate = checker.getTypeAtLocation(node.expression).aliasSymbol?.name === 'Translate';
  return isTranslate ? [{ keys: keysOf(key), given: rest.length, place: placeOf(node) }] : [];
}

/** `<Sentence of="key" with={[a, b]} />`. */
function sentenceAt(node: ts.JsxOpeningLikeElement): UsedWords[] {
  const value = (name: string): ts.Expression | undefined => {
    const attributes = node.attributes.properties.filter(ts.isJsxAttribute);
    const initializer = attributes.find((one) => one.name.getText() === name)?.initializer;
    return initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  };
  const [of, parts] = [value('of'), value('with')];
  if (of === undefined || parts === undefined) return [];
  return [{ keys: keysOf(of), given: lengthOf(parts), place: placeOf(node) }];
}

function lengthOf(list: ts.Expression | undefined): number | null {
  if (list === undefined) return 0;
  return ts.isArrayLiteralExpression(list) ? list.elements.length : null;
}

/** The names that an expression can be: by its type where that is some of them, else by what it is made of. */
function keysOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  const type = sourceProgram().checker.getTypeAtLocation(node);
  if (isMessageKey(type)) return textsOf(node);
  const kinds = type.isUnion() ? type.types : [type];
  return kinds.flatMap((kind) => (kind.isStringLiteral() ? [kind.value] : []));
}

/** Tells the type of all names of sentences, also where something else is allowed beside them. */
function isMessageKey(type: ts.Type | undefined): boolean {
  if (type === undefined || !type.isUnion()) return false;
  return (
    type.types.length > 100 &&
    type.types.some((one) => one.isStringLiteral() && one.value === 'extensionName')
  );
}

/** The manifest names sentences as `__MSG_key__`. */
function ofManifest(): UsedWords[] {
  const text = readFileSync(join(projectRoot, 'wxt.config.ts'), 'utf8');
  return [...text.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => ({
    keys: key === undefined ? [] : [key],
    given: 0,
    place: 'wxt.config.ts',
  }));
}

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${sourceProgram().pathOf(node)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
