import { hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import type { JsonValue } from '../../lib/crypto/canonical.ts';
import { deriveStorageKeys } from '../../lib/protocol/derive-keys.ts';
import { fillTagTemplate, importTagKey, isReserved, tagBlob } from '../../lib/protocol/tags.ts';
import { TAG_DOMAIN } from '../../lib/protocol/wire.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import type { VectorFile } from './support/vector-file.ts';

const { accept, refuse } = casesOf({
  async blob({ tag, tag_key_hex }: { tag: string; tag_key_hex: string }) {
    const blob = await tagBlob(await importTagKey(hexDecode(tag_key_hex)), tag);
    return { steps: { message_hex: hex(utf8(TAG_DOMAIN.tag + tag)) }, output: { blob } };
  },
  fill: ({ template, data }: { template: string; data: JsonValue }) => ({
    output: { tag: fillTagTemplate(template, data) },
  }),
  reserved: ({ name }: { name: string }) => ({ output: { reserved: isReserved(name) } }),
});

/** Tags, and what the own mediator sees of them. */
export async function tags(): Promise<VectorFile> {
  const tag_key_hex = hex(deriveStorageKeys(personas.alice.storageKey).tag);
  const other = hex(deriveStorageKeys(personas.bob.storageKey).tag);
  const blob = (name: string, tag: string, key = tag_key_hex) =>
    accept(name, 'blob', { tag, tag_key_hex: key });
  const no = (name: string, tag: string, why: string) => refuse(name, 'blob', { tag, tag_key_hex }, why);
  const fill = (name: string, template: string, data: JsonValue) => accept(name, 'fill', { template, data });
  const noFill = (name: string, template: string, data: JsonValue, why: string) =>
    refuse(name, 'fill', { template, data }, why);
  const reserved = (name: string) => accept(`is ${name} reserved?`, 'reserved', { name });
  const SIGNS = 'A sign that tags do not have.';
  return {
    format: 'tags',
    document: 'protocol.md §3.8',
    about:
      'Plain tags, the blobs that the own mediator compares, and the templates that make tags of an event.',
    operations: {
      blob: 'What the own mediator sees of a tag: HMAC-SHA-512 under the tag sub-key, in base64. The step is what is hashed.',
      fill: 'The tag that a template gives for the data of an event (protocol.md §6.7).',
      reserved: "Whether an event type or a tag is the companion's own.",
    },
    modules: ['lib/protocol/tags.ts'],
    accept: await Promise.all([
      blob('a tag', 'chat.abc'),
      blob('the same tag of another identity', 'chat.abc', other),
      blob('the tag of what has none', 'decentrl.untagged'),
      blob('the tag of saved contract keys', 'decentrl.contract'),
      blob('a tag of one sign', 'a'),
      blob('a tag with all signs', 'AZaz09._:$@#/-'),
      blob('a tag of 256 signs', 'x'.repeat(256)),
      fill('no place to fill', 'chat', {}),
      fill('a text', `chat.\${chatId}`, { chatId: 'abc' }),
      fill('an integer', `n.\${n}`, { n: -17 }),
      fill('the greatest safe integer', `n.\${n}`, { n: Number.MAX_SAFE_INTEGER }),
      fill('booleans', `\${a}.\${b}`, { a: true, b: false }),
      fill('a member inside', `a.\${b.c}`, { b: { c: 'd' } }),
      fill('a place twice', `\${a}/\${a}`, { a: 'x' }),
      fill('what a value looks like is not filled again', `\${a}`, { a: '$' }),
      fill('a name with signs', `\${a-b_c}`, { 'a-b_c': 'x' }),
      fill('what is no place stays', '$a#$', {}),
      fill('a result of 256 signs', `\${a}`, { a: 'x'.repeat(256) }),
      fill('a result that is nearly reserved', `\${a}.room`, { a: 'Dmtp' }),
      ...[
        'decentrl.',
        'decentrl.contract',
        'dmtp.room',
        'decentrl',
        'Decentrl.contract',
        'dmtp',
        'dmtpx.room',
        'chat.decentrl.x',
        '',
      ].map(reserved),
    ]),
    refuse: await Promise.all([
      no('an empty tag', '', 'A tag has 1 to 256 signs.'),
      no('a tag of 257 signs', 'x'.repeat(257), 'A tag has 1 to 256 signs.'),
      no('a space', 'chat abc', SIGNS),
      no('a line feed at the end', 'chat\n', SIGNS),
      no('a star', 'chat.*', SIGNS),
      no('a letter outside ASCII', 'chät', SIGNS),
      no('a zero byte', 'chat\0', SIGNS),
      no('a brace', 'chat.{a}', SIGNS),
      noFill('a missing value', `chat.\${chatId}`, {}, 'A value is missing.'),
      noFill('null', `\${a}`, { a: null }, 'It is neither text, integer nor boolean.'),
      noFill('an empty text', `\${a}`, { a: '' }, 'The text is empty.'),
      noFill('a fraction', `\${a}`, { a: 1.5 }, 'It is neither text, integer nor boolean.'),
      noFill('an object', `\${a}`, { a: {} }, 'It is neither text, integer nor boolean.'),
      noFill('a list', `\${a.0}`, { a: ['x'] }, 'Dots go into objects only.'),
      noFill('a member of a text', `\${a.length}`, { a: 'x' }, 'Dots go into objects only.'),
      noFill(
        'a member that every object inherits',
        `\${toString}`,
        {},
        "Only the object's own members count.",
      ),
      noFill('data that is a text', `\${a}`, 'x', 'Data is no object.'),
      noFill('a member whose name has a dot', `\${a.b}`, { 'a.b': 'x' }, 'A dot goes into an object.'),
      noFill('a value that is no tag', `chat.\${a}`, { a: 'b c' }, SIGNS),
      noFill(
        'a place with a space',
        `\${a b}`,
        { 'a b': 'x' },
        'It is no place, and its braces are no signs of a tag.',
      ),
      noFill('a result that is reserved', 'decentrl.contract', {}, 'It is the tag of an own record.'),
      noFill(
        'a result that a value makes reserved',
        `\${a}.room`,
        { a: 'dmtp' },
        'It is the tag of an own record.',
      ),
      noFill('a result of 257 signs', `\${a}`, { a: 'x'.repeat(257) }, 'A tag has 1 to 256 signs.'),
    ]),
  };
}
