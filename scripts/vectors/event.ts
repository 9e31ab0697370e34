import { parseEvent } from '../../lib/protocol/event.ts';
import { casesOf } from './support/cases-of.ts';
import { DEVICE } from './support/sample-event.ts';
import type { Members, VectorFile } from './support/vector-file.ts';

const { accept, refuse } = casesOf({
  // What parsing gives is the JSON it was given, so it is written down again as JSON.
  parse: ({ text }: { text: string }) => ({
    output: { event: JSON.parse(JSON.stringify(parseEvent(text))) },
  }),
});

const META = { id: 'event-1', dev: DEVICE, seq: 1, prev: null, tags: ['chat'] };
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Events. */
export async function event(): Promise<VectorFile> {
  const parse = (name: string, text: string) => accept(name, 'parse', { text });
  const no = (name: string, text: string, why: string) => refuse(name, 'parse', { text }, why);
  const withMeta = (changes: Members) =>
    JSON.stringify({ type: 'chat.message', data: {}, meta: { ...META, ...changes } });
  const meta = (name: string, changes: Members) => parse(name, withMeta(changes));
  const noMeta = (name: string, changes: Members, why: string) => no(name, withMeta(changes), why);
  const without = (member: keyof typeof META) => {
    const { [member]: _, ...others } = META;
    return no(
      `meta without ${member}`,
      JSON.stringify({ type: 'a', data: 1, meta: others }),
      'All five are there.',
    );
  };
  const typed = (type: string) => JSON.stringify({ type, data: 0 });
  return {
    format: 'event',
    document: 'protocol.md §6.1',
    about: 'The text inside an envelope: any JSON within the limits of content, which is never written anew.',
    operations: { parse: 'The event of a text.' },
    modules: ['lib/protocol/event.ts', 'lib/crypto/json-value.ts'],
    accept: await Promise.all([
      meta('a message', {}),
      parse('without meta', '{"type":"chat.message","data":{"content":"Hello Bob"}}'),
      parse('data that is null', '{"type":"a","data":null}'),
      parse('data that is false', '{"type":"a","data":false}'),
      parse('white space and another order', '\n{ "data" : [ ] ,\t"type" : "a" }\r\n'),
      parse(
        'numbers that are no integers',
        '{"type":"a","data":[0.5,-1e-7,1e21,9007199254740993,1.7976931348623157e308]}',
      ),
      parse('escapes', '{"type":"\\u0061","data":"\\ud83d\\ude00\\/"}'),
      parse('a repeated member: the last one counts', '{"type":"a","data":1,"data":2}'),
      parse('members that are not named', '{"type":"a","data":1,"also":{"x":[true]}}'),
      meta('members of meta that are not named', { ephemeral: true, also: 'kept' }),
      meta('meta.ephemeral that is no true', { ephemeral: 'yes' }),
      parse('a type of one sign', typed('!')),
      parse('a type of 128 signs', typed(`a${'~'.repeat(127)}`)),
      parse('a reserved type', '{"type":"decentrl.receipt","data":{"ids":["event-1"],"state":"read"}}'),
      parse('depth 32', `{"type":"a","data":${nested(31)}}`),
      meta('an id of 128 signs', { id: 'A-z_0.:'.padEnd(128, '9') }),
      meta('a hash of the envelope before', { seq: 2, prev: 'ab'.repeat(32) }),
      meta('seq 1 with a hash', { seq: 1, prev: 'ab'.repeat(32) }),
      meta('seq 2 without a hash', { seq: 2, prev: null }),
      meta('the greatest seq', { seq: Number.MAX_SAFE_INTEGER }),
      meta('no tags', { tags: [] }),
      meta('16 tags', { tags: Array.from({ length: 16 }, (_, at) => `tag.${at}`) }),
      meta('a tag of 256 signs', { tags: ['AZaz09._:$@#/-'.padEnd(256, 'x')] }),
      meta('a tag twice', { tags: ['chat', 'chat'] }),
      meta('a reserved tag, which the receiver drops', { tags: ['decentrl.untagged'] }),
    ]),
    refuse: await Promise.all([
      no('nothing', '', 'It is no JSON.'),
      no('no JSON', '{type:"a"}', 'It is no JSON.'),
      no('a list', '["a",1]', 'An event is an object.'),
      no('null', 'null', 'An event is an object.'),
      no('a text', '"a"', 'An event is an object.'),
      no('without type', '{"data":1}', 'It has a type.'),
      no('without data', '{"type":"a"}', 'It has data, if only null.'),
      no('an empty type', typed(''), 'A type has 1 to 128 signs.'),
      no('a type of 129 signs', typed('a'.repeat(129)), 'A type has 1 to 128 signs.'),
      no('a type with a space', typed('a b'), 'A type is ASCII without white space.'),
      no('a type with a line feed at its end', typed('a\n'), 'A type is ASCII without white space.'),
      no('a type with a letter outside ASCII', typed('chät'), 'A type is ASCII without white space.'),
      no('a type that is a number', '{"type":1,"data":1}', 'A type is a text.'),
      no('meta that is null', '{"type":"a","data":1,"meta":null}', 'What is not there is left out.'),
      no('meta that is a list', '{"type":"a","data":1,"meta":[]}', 'Meta is an object.'),
      ...(Object.keys(META) as (keyof typeof META)[]).map(without),
      noMeta('an empty id', { id: '' }, 'An id has 1 to 128 signs.'),
      noMeta('an id of 129 signs', { id: 'a'.repeat(129) }, 'An id has 1 to 128 signs.'),
      noMeta('an id with a slash', { id: 'a/b' }, 'Its signs are A-Za-z0-9._:-.'),
      noMeta('a device of 15 digits', { dev: DEVICE.slice(1) }, 'A device is 16 digits of hex.'),
      noMeta('a device of 17 digits', { dev: `${DEVICE}0` }, 'A device is 16 digits of hex.'),
      noMeta('a device in capitals', { dev: DEVICE.toUpperCase() }, 'Hex is lower case.'),
      noMeta('seq 0', { seq: 0 }, 'Numbers begin at 1.'),
      noMeta('seq with a fraction', { seq: 1.5 }, 'It is an integer.'),
      noMeta('seq as a text', { seq: '1' }, 'It is a number.'),
      noMeta('seq beyond the safe integers', { seq: 2 ** 53 }, 'It is a safe integer.'),
      noMeta('a hash in capitals', { prev: 'AB'.repeat(32) }, 'Hex is lower case.'),
      noMeta('a hash of 31 bytes', { prev: 'ab'.repeat(31) }, 'It is SHA-256.'),
      noMeta('an empty hash', { prev: '' }, 'For the first it is null.'),
      noMeta(
        '17 tags',
        { tags: Array.from({ length: 17 }, (_, at) => `tag.${at}`) },
        'There are at most 16.',
      ),
      noMeta('an empty tag', { tags: [''] }, 'A tag has 1 to 256 signs.'),
      noMeta('a tag of 257 signs', { tags: ['x'.repeat(257)] }, 'A tag has 1 to 256 signs.'),
      noMeta('a tag with a space', { tags: ['chat abc'] }, 'A space is no sign of a tag.'),
      noMeta('tags that are a text', { tags: 'chat' }, 'Tags are a list.'),
      noMeta('a tag that is a number', { tags: [1] }, 'Tags are texts.'),
      no('depth 33', `{"type":"a","data":${nested(32)}}`, 'At most 32 containers are inside one another.'),
      no('the key __proto__', '{"type":"a","data":{"__proto__":1}}', 'The key is refused at any depth.'),
      no(
        'the key constructor beside type',
        '{"type":"a","data":1,"constructor":1}',
        'The key is refused at any depth.',
      ),
      no('a lone surrogate', '{"type":"a","data":"\\ud800"}', 'UTF-8 cannot carry it.'),
      no('minus zero', '{"type":"a","data":-0}', 'Minus zero is refused everywhere.'),
      no('a number beyond a double', '{"type":"a","data":1e400}', 'It is infinite.'),
      no(
        '257 keys',
        JSON.stringify({
          type: 'a',
          data: Object.fromEntries(Array.from({ length: 257 }, (_, at) => [`k${at}`, 0])),
        }),
        'An object has at most 256 keys.',
      ),
    ]),
  };
}
