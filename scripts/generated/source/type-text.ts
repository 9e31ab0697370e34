import ts from 'typescript';
import { sourceProgram } from './source-program.ts';

/**
 * A type as a document writes it: `{did: Did, alias: string | null}`. Names of interfaces and of texts stay names; what is
 * one of some words is written out.
 */
export function typeText(type: ts.Type): string {
  const { checker } = sourceProgram();
  const alias = type.aliasSymbol;
  if (type.isUnion()) return unionText(type);
  if (checker.isArrayType(type)) return listText(type as ts.TypeReference);
  if (type.isStringLiteral()) return `'${type.value}'`;
  const isNamed = alias !== undefined || (type.symbol?.flags ?? 0) & ts.SymbolFlags.Interface;
  if (isNamed || (type.flags & ts.TypeFlags.Object) === 0) return checker.typeToString(type);
  const members = checker.getPropertiesOfType(type).map((member) => {
    const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
    return `${member.name}${isOptional ? '?' : ''}: ${typeText(memberType(member, isOptional))}`;
  });
  return `{${members.join(', ')}}`;
}

function memberType(member: ts.Symbol, isOptional: boolean): ts.Type {
  const { checker } = sourceProgram();
  const type = checker.getTypeOfSymbol(member);
  return isOptional ? checker.getNonNullableType(type) : type;
}

function unionText(type: ts.UnionType): string {
  const isBoolean = type.types.filter((one) => one.flags & ts.TypeFlags.BooleanLiteral).length === 2;
  const others = type.types.filter((one) => !(isBoolean && one.flags & ts.TypeFlags.BooleanLiteral));
  const texts = [...others.map(typeText), ...(isBoolean ? ['boolean'] : [])];
  const isNothing = (text: string) => text === 'null' || text === 'undefined';
  return [...texts.filter((text) => !isNothing(text)), ...texts.filter(isNothing)].join(' | ');
}

function listText(type: ts.TypeReference): string {
  const [item] = sourceProgram().checker.getTypeArguments(type);
  const text = item === undefined ? 'unknown' : typeText(item);
  return text.includes(' | ') ? `(${text})[]` : `${text}[]`;
}
