import type * as v from 'valibot';

type Known = ReadonlyMap<unknown, string>;

/** The parts of a schema that say what it takes, whatever kind it is of. */
interface Parts {
  type: string;
  pipe?: readonly Parts[];
  entries?: Record<string, v.GenericSchema>;
  item?: v.GenericSchema;
  wrapped?: v.GenericSchema;
  options?: readonly unknown[];
  literal?: unknown;
  requirement?: unknown;
  message?: unknown;
}

// valibot types a schema by what it gives; what it is made of stands beside that.
const partsOf = (schema: v.GenericSchema): Parts => schema as object as Parts;

/** The members of an object's schema; of one that is one of several, those of each. */
export function membersOf(schema: v.GenericSchema): Record<string, v.GenericSchema>[] {
  const { entries, options, wrapped } = partsOf(schema);
  if (entries !== undefined) return [entries];
  if (wrapped !== undefined) return membersOf(wrapped);
  return (options ?? []).flatMap((option) => membersOf(option as v.GenericSchema));
}

/** Whether a member may be left out. */
export function isOptional(schema: v.GenericSchema): boolean {
  return /optional$/.test(partsOf(schema).type);
}

/** Whether a member says nothing but its one value, as the type of a command does. */
export function isLiteral(schema: v.GenericSchema): boolean {
  return partsOf(schema).type === 'literal';
}

/** The members of a list's rows, where those are objects that have no name; else null. */
export function rowOf(schema: v.GenericSchema, known: Known): Record<string, v.GenericSchema> | null {
  const { item } = partsOf(schema);
  return item === undefined || (known.has(item) && !OPENED.has(known.get(item) ?? ''))
    ? null
    : (partsOf(item).entries ?? null);
}

/** Rows that have a name, but no place in a document of their own. */
const OPENED = new Set(['pending event']);

/** What a value must be, in words: `list of 1 to 100: id`; a schema that has a name is called by it. */
export function formOf(schema: v.GenericSchema, known: Known, isOpened = false): string {
  const { type, entries, item, wrapped, options, literal } = partsOf(schema);
  const name = known.get(schema) ?? known.get(options);
  if (name !== undefined) return name;
  if (wrapped !== undefined)
    return formOf(wrapped, known, isOpened) + (type === 'nullable' ? ', or `null`' : '');
  if (item !== undefined) return `list of ${countOf(schema)}${isOpened ? '' : `: ${formOf(item, known)}`}`;
  if (entries !== undefined) return objectForm(entries, known);
  if (type === 'literal') return `\`${String(literal)}\``;
  if (type === 'picklist') return oneOf((options ?? []).map((option) => `\`${String(option)}\``));
  if (type === 'number') return `integer ${rangeOf(schema)}`;
  if (type === 'string') return textForm(schema);
  return type === 'unknown' ? 'looked at apart' : type;
}

function objectForm(entries: Record<string, v.GenericSchema>, known: Known): string {
  const members = Object.entries(entries).map(([name, schema]) => {
    const form = formOf(schema, known).replaceAll('`', '');
    return `${name}${isOptional(schema) ? '?' : ''}: ${form}`;
  });
  return `\`{${members.join(', ')}}\``;
}

function textForm(schema: v.GenericSchema): string {
  const text =
    limitOf(schema, 'max_length') === undefined ? 'any text' : `text of ${rangeOf(schema)} characters`;
  const words = stepsOf(partsOf(schema)).find(({ type }) => type === 'regex')?.message;
  return typeof words === 'string' ? `${text}, ${words.replace(/^must be /, '')}` : text;
}

function limitOf(schema: v.GenericSchema, ...types: string[]): number | undefined {
  const found = stepsOf(partsOf(schema)).find(({ type }) => types.includes(type))?.requirement;
  return typeof found === 'number' ? found : undefined;
}

/** The checks of a schema, with those of a schema that it goes on from. */
function stepsOf({ pipe }: Parts): readonly Parts[] {
  return (pipe ?? []).flatMap((step) => (step.pipe === undefined ? [step] : stepsOf(step)));
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

const inDigits = (number: number) => number.toLocaleString('en');

function countOf(schema: v.GenericSchema): string {
  const least = limitOf(schema, 'min_length') ?? 0;
  const most = limitOf(schema, 'max_length');
  return most === undefined ? `from ${least} on` : `${inDigits(least)} to ${inDigits(most)}`;
}

function rangeOf(schema: v.GenericSchema): string {
  const least = limitOf(schema, 'min_length', 'min_value');
  const most = limitOf(schema, 'max_length', 'max_value');
  if (most === undefined) return `from ${inDigits(least ?? 0)} on`;
  const isFromNothing = least === 0 && partsOf(schema).type === 'string';
  return least === undefined || isFromNothing
    ? `at most ${inDigits(most)}`
    : `${inDigits(least)} to ${inDigits(most)}`;
}
