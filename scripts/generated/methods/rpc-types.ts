import ts from 'typescript';
import { docstringOf } from '../source/docstring-of.ts';
import type { MemberDocstrings } from '../source/member-docstrings.ts';
import { sourceProgram } from '../source/source-program.ts';
import { typeText } from '../source/type-text.ts';

/** A method as an interface of `lib/api` declares it. */
export interface RpcType {
  /** Its docstring. */
  words: string;
  /** Its parameters and its result as they are written down. */
  params: string;
  result: string;
  /** The same with the names of members alone: `{did, note?}`. */
  shortParams: string;
  shortResult: string;
  /** Docstrings of the parameters. */
  docstrings: MemberDocstrings;
}

/** The methods of an interface, by name, in its order. */
export function rpcTypes(path: string, name: string): ReadonlyMap<string, RpcType> {
  const declaration = sourceProgram()
    .file(path)
    .statements.filter(ts.isInterfaceDeclaration)
    .find((one) => one.name.text === name);
  if (declaration === undefined) throw new Error(`${path}: there is no ${name}`);
  return new Map(
    declaration.members.filter(ts.isPropertySignature).map((method) => [method.name.getText(), read(method)]),
  );
}

function read(method: ts.PropertySignature): RpcType {
  const [params, result] = ['params', 'result'].map((part) => memberType(method.type, part));
  if (params === undefined || result === undefined)
    throw new Error(`${method.name.getText()}: no params or no result`);
  const docstrings = new Map<string, string>();
  collect(params, docstrings);
  return {
    words: docstringOf(method),
    params: typeText(params),
    result: typeText(result),
    shortParams: short(params),
    shortResult: short(result),
    docstrings,
  };
}

function short(type: ts.TypeNode): string {
  if (ts.isUnionTypeNode(type)) return type.types.map(short).join(' | ');
  if (!ts.isTypeLiteralNode(type)) return typeText(type);
  const names = type.members
    .filter(ts.isPropertySignature)
    .map(({ name, questionToken }) => name.getText() + (questionToken === undefined ? '' : '?'));
  return `{${names.join(', ')}}`;
}

function memberType(type: ts.TypeNode | undefined, name: string): ts.TypeNode | undefined {
  if (type === undefined || !ts.isTypeLiteralNode(type)) return undefined;
  return type.members.filter(ts.isPropertySignature).find((member) => member.name.getText() === name)?.type;
}

function collect(node: ts.Node, found: Map<string, string>): void {
  if (ts.isPropertySignature(node)) {
    const words = docstringOf(node);
    if (words !== '') found.set(node.name.getText(), words);
  }
  ts.forEachChild(node, (child) => collect(child, found));
}
