import type * as v from 'valibot';
import type { MemberDocstrings } from '../source/member-docstrings.ts';
import { formOf, isLiteral, isOptional, membersOf, rowOf } from './form-of.ts';

/**
 * A line for each member of a payload: name, form, what its docstring says. The members of the rows of a list follow it:
 * `events[].id`.
 */
export function memberRows(
  schema: v.GenericSchema,
  known: ReadonlyMap<unknown, string>,
  docstrings: MemberDocstrings,
  words: (docstring: string) => string,
): string[][] {
  const rows: string[][] = [];
  const add = (members: Record<string, v.GenericSchema>, shown: string, path: string, suffix: string) => {
    for (const [name, member] of Object.entries(members)) {
      if (isLiteral(member)) continue;
      const row = rowOf(member, known);
      const form = formOf(member, known, row !== null) + (isOptional(member) ? ', optional' : '') + suffix;
      rows.push([`\`${shown}${name}\``, form, words(docstrings.get(path + name) ?? '')]);
      if (row !== null) add(row, `${shown}${name}[].`, `${path}${name}.`, '');
    }
  };
  const alternatives = membersOf(schema);
  for (const members of alternatives)
    add(members, '', '', alternatives.length > 1 ? ', exactly one of these' : '');
  return rows;
}
