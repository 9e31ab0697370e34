import { constant } from '../source/constant.ts';
import { memberDocstrings } from '../source/member-docstrings.ts';
import { type Limit, limitOf } from './limit.ts';

/** The limits that a constant of a file holds as members, in their order. Members that are no numbers are left out. */
export function limitsOf(path: string, name: string, values: object): Limit[] {
  const docstrings = memberDocstrings(constant(path, name));
  return Object.entries(values).flatMap(([member, value]) =>
    typeof value === 'number' ? [limitOf(member, value, docstrings.get(member) ?? '')] : [],
  );
}
