import { type JsonValue, parseJson } from '../../../lib/crypto/canonical.ts';
import type { CommandPayload } from '../../../lib/protocol/commands.ts';
import { formatDid } from '../../../lib/protocol/did.ts';
import { personas } from '../support/personas.ts';
import type { AcceptCase } from '../support/vector-file.ts';
import { opaque } from './command-samples.ts';
import { headerOf } from './header-of.ts';
import { readable } from './read-command.ts';
import { signAnything } from './sign-anything.ts';

const { alice, mediator } = personas;

/** A command of Alice's to her mediator. */
async function own(payload: CommandPayload, header: { [name: string]: JsonValue } = {}): Promise<string> {
  const whole = { ...headerOf('alice', mediator.did, payload.type), ...header };
  return JSON.stringify(await signAnything(whole, parseJson(JSON.stringify(payload))));
}

function reversed(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]));
}

/** Other ways to write a command down, and values at the edge of what is allowed. */
export async function readableTexts(): Promise<AcceptCase[]> {
  const query = { type: 'QUERY_EVENTS' as const, tags: [] };
  const command = await signAnything(headerOf('alice', mediator.did, query.type), { ...query, limit: 10 });
  const text = JSON.stringify(command);
  const longId = `${'Aa0._:-'.repeat(18)}zz`;
  const anonymous = formatDid({
    alias: null,
    signingKey: alice.signer.publicKey,
    preKey: alice.preKey.publicKey,
    mediatorDid: mediator.did,
  });
  const published = {
    type: 'PUBLISH_PUBLIC_EVENT' as const,
    channel_id: 'board',
    event: '{"text":"Zoë \\u0000 🎈 \\" \u2028"}',
    tags: [],
    timestamp: 0,
    event_signature: opaque('no signature', 64),
  };
  return [
    await readable('members in another order', JSON.stringify(reversed(command))),
    await readable('white space between members', JSON.stringify(command, null, 2)),
    await readable(
      'escapes that are not needed',
      text.replace('QUERY_EVENTS', '\\u0051UERY_EVENTS').replaceAll('#signing', '\\u0023signing'),
    ),
    await readable('a whole number with an exponent', text.replace('"limit":10', '"limit":1e1')),
    await readable('a whole number with a fraction of zero', text.replace('"limit":10', '"limit":10.0')),
    await readable(
      'a member twice, of which the last was signed',
      text.replace('"limit":10', '"limit":11,"limit":10'),
    ),
    await readable('a cursor of null, which is signed as null', await own({ ...query, cursor: null })),
    await readable('a cursor of 1,024 characters', await own({ ...query, cursor: 'c'.repeat(1024) })),
    await readable('the smallest page', await own({ ...query, limit: 1 })),
    await readable('the largest page', await own({ ...query, limit: 100 })),
    await readable('the largest page of an inbox', await own({ type: 'QUERY_PENDING_EVENTS', limit: 500 })),
    await readable('16 tags', await own({ ...query, tags: Array<string>(16).fill(opaque('tag', 64)) })),
    await readable('a range of one second', await own({ ...query, after: 0, before: 0 })),
    await readable('the latest second there is', await own({ ...query, before: 100_000_000_000 })),
    await readable('the longest nonce', await own(query, { nonce: `${'Aa0_-'.repeat(12)}0000` })),
    await readable('the earliest millisecond there is', await own(query, { timestamp: 100_000_000_001 })),
    await readable(
      'the longest id, and ids of one character',
      await own({ type: 'DELETE_EVENTS', event_ids: [longId, '.', '-'] }),
    ),
    await readable('one id twice', await own({ type: 'DELETE_EVENTS', event_ids: ['a', 'a'] })),
    await readable('characters beyond ASCII, and control characters', await own(published)),
    await readable(
      'a public event, whose own signature is checked later',
      await own({ ...published, event: '' }),
    ),
    await readable(
      'a sender without an alias',
      await own(
        { type: 'FIND_IDENTITIES' },
        { sender_did: anonymous, sender_signing_key_id: `${anonymous}#signing` },
      ),
    ),
    await readable(
      'a recipient that is no usable DID, since who is served is looked up later',
      await own(query, { recipient_did: 'did:decentrl:nobody' }),
    ),
  ];
}
