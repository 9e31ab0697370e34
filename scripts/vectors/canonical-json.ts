import { parseCanonicalJson, parseJson, canonicalJson as written } from '../../lib/crypto/canonical.ts';
import { casesOf } from './support/cases-of.ts';
import type { VectorFile } from './support/vector-file.ts';

const { accept, refuse } = casesOf({
  write: ({ text }: { text: string }) => ({ output: { canonical: written(parseJson(text)) } }),
  read: ({ text }: { text: string }) => ({ output: { canonical: written(parseCanonicalJson(text)) } }),
});

const write = (name: string, text: string) => accept(name, 'write', { text });
const read = (name: string, text: string) => accept(name, 'read', { text });
const noWrite = (name: string, text: string, why: string) => refuse(name, 'write', { text }, why);
const noRead = (name: string, text: string, why: string) => refuse(name, 'read', { text }, why);

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth)}0${'}'.repeat(depth)}`;
const withKeys = (count: number) =>
  `{${Array.from({ length: count }, (_, at) => `"${String(at).padStart(3, '0')}":0`).join(',')}}`;

const INTEGERS = [
  ['zero', '0'],
  ['a negative integer', '-17'],
  ['a fraction of zero', '1.0'],
  ['zero with a fraction of zero', '0.000'],
  ['an exponent', '1e3'],
  ['a capital exponent with a sign', '1E+2'],
  ['an exponent that makes a fraction whole', '1.25e2'],
  ['a negative exponent', '100e-2'],
  ['the greatest safe integer', '9007199254740991'],
  ['the least safe integer', '-9007199254740991'],
  ['the greatest safe integer with an exponent', '9.007199254740991e15'],
] as const;

const NO_INTEGERS = [
  ['a fraction', '1.5', 'Signed JSON holds integers only.'],
  ['a small fraction', '1e-7', 'Signed JSON holds integers only.'],
  ['one more than the greatest safe integer', '9007199254740992', 'It is no safe integer.'],
  ['a number that becomes one above the greatest', '9007199254740993', 'As a double it is 9007199254740992.'],
  ['one less than the least safe integer', '-9007199254740992', 'It is no safe integer.'],
  ['a large power', '1e21', 'It is no safe integer.'],
  ['more than a double holds', '1e400', 'As a double it is infinite.'],
  ['minus zero', '-0', 'It would be verified as 0.'],
  ['minus zero with a fraction', '-0.0', 'It would be verified as 0.'],
  ['minus zero with an exponent', '-0e5', 'It would be verified as 0.'],
  ['a negative number that becomes zero', '-1e-400', 'As a double it is minus zero.'],
] as const;

const NO_JSON = [
  ['nothing', '', 'There is no value.'],
  ['spaces only', '   ', 'There is no value.'],
  ['two values', '1 2', 'There is more than one value.'],
  ['a comma at the end of a list', '[1,]', 'JSON has no comma there.'],
  ['a comma at the end of an object', '{"a":1,}', 'JSON has no comma there.'],
  ['single quotes', "{'a':1}", 'Strings are in double quotes.'],
  ['a key without quotes', '{a:1}', 'Keys are strings.'],
  ['a comment', '[1] // one', 'JSON has no comments.'],
  ['a zero before a number', '01', 'JSON has no such number.'],
  ['a plus before a number', '+1', 'JSON has no such number.'],
  ['no digit before the point', '.5', 'JSON has no such number.'],
  ['no digit after the point', '1.', 'JSON has no such number.'],
  ['hexadecimal', '0x10', 'JSON has no such number.'],
  ['NaN', 'NaN', 'JSON has no such number.'],
  ['Infinity', 'Infinity', 'JSON has no such number.'],
  ['a capital literal', 'True', 'The literal is true.'],
  ['a tab in a string', '"a\tb"', 'Control characters are escaped.'],
  ['a line feed in a string', '"a\nb"', 'Control characters are escaped.'],
  ['an unknown escape', '"\\x41"', 'JSON has no such escape.'],
  ['a short escape', '"\\u12"', 'Four digits follow.'],
  ['a string without an end', '"abc', 'The quote is missing.'],
  ['a no-break space outside strings', '[1,\u00a02]', 'White space is space, tab, line feed and return.'],
  ['a byte order mark', '\ufeff{}', 'It is a character like any other, and no white space.'],
] as const;

/** Canonical JSON. */
export async function canonicalJson(): Promise<VectorFile> {
  return {
    format: 'canonical-json',
    document: 'protocol.md §1.1',
    about:
      'The text of a value that is signed, hashed or encrypted: RFC 8785 within the limits of signed JSON.',
    operations: {
      write:
        'Parses any JSON text (of members that are repeated the last one counts) and writes its value canonically, if it is within the limits of signed JSON.',
      read: 'Cuts spaces (0x20) at the end and takes the rest if it is the canonical JSON of its own value.',
    },
    modules: ['lib/crypto/canonical.ts', 'lib/crypto/json-value.ts'],
    accept: await Promise.all([
      ...INTEGERS.map(([name, text]) => write(name, text)),
      write('literals', ' [ true , false , null ] '),
      write('a text alone', '"text"'),
      write('empty containers', '{"b": [ ], "a": { }}'),
      write('white space of all four kinds', '\t{ "a" :\r\n[ 1 , 2 ] }\n'),
      write('keys in order', '{"b":2,"a":1,"":0,"aa":3,"B":4,"_":5}'),
      write('keys that look like numbers', '{"9":9,"10":10,"1":1,"a":0,"-1":-1,"01":1}'),
      write(
        'keys by UTF-16 code units, where code points and UTF-8 differ',
        '{"\ufb33":1,"\u{1f600}":2,"\u20ac":3,"\\r":4,"1":5,"\u0080":6,"\u00f6":7,"\uffff":8,"\ue000":9}',
      ),
      write('keys in order at every depth', '[{"b":{"d":1,"c":2},"a":[{"f":1,"e":2}]}]'),
      write('a repeated member: the last one counts', '{"a":1,"b":2,"a":3}'),
      write('a repeated member by an escape', '{"a":1,"\\u0061":2}'),
      write('a repeated member loses a value that would be refused', '{"a":1.5,"a":2}'),
      write(
        'control characters',
        '"\\u0000\\u0001\\u0007\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u000e\\u001f"',
      ),
      write('escapes in their short form', '"\\b\\t\\n\\f\\r\\"\\\\"'),
      write('what needs no escape', '"\\/\\u0041\\u007f\\u0080\\u00E9\\u2028\\u2029\\uFEFF\\uffff"'),
      write('a pair of surrogates by escapes', '"\\ud83d\\uDE00"'),
      write('characters that Unicode could compose stay as they are', '"\u00e9 e\u0301 \u212b"'),
      write('depth 32, lists', nested(32)),
      write('depth 32, objects', nestedObjects(32)),
      write('256 keys in each of two objects', `[${withKeys(256)},${withKeys(256)}]`),
      write('names that are dangerous as values only', '["__proto__","constructor","prototype"]'),
      write('a name that contains a dangerous one', '{"__proto__x":1,"Constructor":2,"toString":3}'),
      read('canonical text', '{"a":[1,"\u00e9\u2028\u007f"],"b":null}'),
      read('canonical text and spaces', '{"a":1}     '),
      read('a number alone', '5'),
      read('a text with spaces at its end', '"a  "  '),
    ]),
    refuse: await Promise.all([
      ...NO_INTEGERS.map(([name, text, why]) => noWrite(name, text, why)),
      noWrite('a fraction far inside', '{"a":[{"b":0.1}]}', 'Every number counts, at any depth.'),
      ...NO_JSON.map(([name, text, why]) => noWrite(name, text, why)),
      noWrite('depth 33, lists', nested(33), 'At most 32 containers are inside one another.'),
      noWrite('depth 33, objects', nestedObjects(33), 'At most 32 containers are inside one another.'),
      noWrite('257 keys', withKeys(257), 'An object has at most 256 keys.'),
      noWrite('257 keys inside', `{"a":[${withKeys(257)}]}`, 'An object has at most 256 keys.'),
      noWrite('the key __proto__', '{"__proto__":1}', 'The key is refused at any depth.'),
      noWrite('the key constructor', '[{"constructor":1}]', 'The key is refused at any depth.'),
      noWrite('the key prototype', '{"a":{"prototype":1}}', 'The key is refused at any depth.'),
      noWrite('the key __proto__ by escapes', '{"\\u005f_proto__":1}', 'Escapes are read first.'),
      noWrite('a high surrogate alone', '"\\ud800"', 'UTF-8 cannot carry it.'),
      noWrite('a low surrogate alone', '"a\\udc00b"', 'UTF-8 cannot carry it.'),
      noWrite('surrogates in the wrong order', '"\\ude00\\ud83d"', 'They make no pair.'),
      noWrite('a lone surrogate in a key', '{"\\ud800":1}', 'UTF-8 cannot carry it.'),
      noRead('a line feed at the end', '{"a":1}\n', 'Only spaces are padding.'),
      noRead('a tab at the end', '{"a":1}\t', 'Only spaces are padding.'),
      noRead('a line feed before the padding', '{"a":1}\n   ', 'Only spaces are padding.'),
      noRead('a no-break space at the end', '{"a":1}\u00a0', 'It is no white space of JSON.'),
      noRead('a zero byte at the end', '{"a":1}\u0000', 'It is no white space of JSON.'),
      noRead('a space before', ' {"a":1}', 'Canonical JSON has no white space.'),
      noRead('a space between', '{"a": 1}', 'Canonical JSON has no white space.'),
      noRead('keys in another order', '{"b":1,"a":2}', 'Keys are in order.'),
      noRead(
        'keys in the order of code points',
        '{"\ufb33":1,"\u{1f600}":2}',
        'The order is that of UTF-16.',
      ),
      noRead('numbers as keys in the order of numbers', '{"9":1,"10":2}', 'Keys are texts.'),
      noRead('a repeated member', '{"a":1,"a":1}', 'Its value written again has it once.'),
      noRead('a repeated member with another value', '{"a":1,"a":2}', 'Its value written again has it once.'),
      noRead('a fraction of zero, read', '{"a":1.0}', 'The number is written 1.'),
      noRead('an exponent, read', '{"a":1e3}', 'The number is written 1000.'),
      noRead('minus zero in canonical text', '{"a":-0}', 'It would be verified as 0.'),
      noRead('a slash with an escape', '"\\/"', 'It is written as itself.'),
      noRead('a letter by an escape', '"\\u0061"', 'It is written as itself.'),
      noRead('an emoji by escapes', '"\\ud83d\\ude00"', 'It is written as itself.'),
      noRead('capital digits in an escape', '"\\u001F"', 'Digits are lower case.'),
      noRead('a long escape where there is a short one', '"\\u000a"', 'It is written \\n.'),
      noRead('U+2028 by an escape', '"\\u2028"', 'It is written as itself.'),
      noRead('canonical text twice', '{}{}', 'There is more than one value.'),
      noRead('nothing but padding', '    ', 'There is no value.'),
    ]),
  };
}
