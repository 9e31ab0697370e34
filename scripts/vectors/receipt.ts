import type { JsonValue } from '../../lib/crypto/canonical.ts';
import { parseReceipt } from '../../lib/protocol/receipt.ts';
import { casesOf } from './support/cases-of.ts';
import type { VectorFile } from './support/vector-file.ts';

const { accept, refuse } = casesOf({
  parse: ({ data }: { data: JsonValue }) => ({ output: { data: parseReceipt(data) } }),
});

/** How far events got. */
export async function receipt(): Promise<VectorFile> {
  const parse = (name: string, data: JsonValue) => accept(name, 'parse', { data });
  const no = (name: string, data: JsonValue, why: string) => refuse(name, 'parse', { data }, why);
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `event-${at + 1}`);
  return {
    format: 'receipt',
    document: 'protocol.md §6.9',
    about: 'The data of an event decentrl.receipt: ids of events, and that they were delivered or read.',
    operations: { parse: 'Takes the data of a receipt.' },
    modules: ['lib/protocol/receipt.ts'],
    accept: await Promise.all([
      parse('delivered', { ids: ['event-1'], state: 'delivered' }),
      parse('read', { ids: ['event-1', 'event-2'], state: 'read' }),
      parse('100 ids', { ids: ids(100), state: 'delivered' }),
      parse('an id twice', { ids: ['event-1', 'event-1'], state: 'read' }),
      parse('ids of hex, as events without numbers have', {
        ids: ['0123456789abcdef0123456789abcdef'],
        state: 'read',
      }),
    ]),
    refuse: await Promise.all([
      no('null', null, 'A receipt is an object.'),
      no('no ids', { ids: [], state: 'read' }, 'There is one at least.'),
      no('101 ids', { ids: ids(101), state: 'read' }, 'There are at most 100.'),
      no('an empty id', { ids: [''], state: 'read' }, 'An id has 1 to 128 signs.'),
      no('an id with a slash', { ids: ['a/b'], state: 'read' }, 'Its signs are A-Za-z0-9._:-.'),
      no('an id of 129 signs', { ids: ['a'.repeat(129)], state: 'read' }, 'An id has 1 to 128 signs.'),
      no('an id that is a number', { ids: [1], state: 'read' }, 'An id is a text.'),
      no('ids that are a text', { ids: 'event-1', state: 'read' }, 'Ids are a list.'),
      no('another state', { ids: ['event-1'], state: 'seen' }, 'It is delivered or read.'),
      no('a state in capitals', { ids: ['event-1'], state: 'READ' }, 'It is delivered or read.'),
      no('no state', { ids: ['event-1'] }, 'It is delivered or read.'),
      no('a member more', { ids: ['event-1'], state: 'read', at: 1_700_000_000 }, 'There are two members.'),
    ]),
  };
}
