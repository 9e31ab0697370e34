import { quantity } from './quantity.ts';

/** One limit, as its constant says it. */
export interface Limit {
  /** The constant or its member: `LIMITS.page`, `page_events`. */
  name: string;
  /** With its unit. */
  value: string;
  /** The first sentence of its docstring, without the unit and the full stop. */
  what: string;
  /** The rest. */
  why: string;
}

/** Makes one of a name, a value and a docstring. @throws where there is no docstring */
export function limitOf(name: string, value: number, docstring: string): Limit {
  if (docstring === '') throw new Error(`${name}: a limit without a docstring`);
  const text = docstring.replace(/^(Milliseconds|Seconds|Bytes|Characters|Code points): /, '');
  const end = text.search(/\.(?= [-A-Z`*]|$)/);
  const first = end < 0 ? text : text.slice(0, end);
  return {
    name,
    value: quantity(name, docstring, value),
    what: first.charAt(0).toUpperCase() + first.slice(1),
    why: end < 0 ? '' : text.slice(end + 1).trim(),
  };
}
