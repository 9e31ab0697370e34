import { importAeadKey } from '../../lib/crypto/aead.ts';
import { base64Decode } from '../../lib/crypto/base64.ts';
import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { pad } from '../../lib/crypto/padding.ts';
import { deriveStorageKeys } from '../../lib/protocol/derive-keys.ts';
import { signEnvelope } from '../../lib/protocol/envelope.ts';
import { encryptStored, openStored, type StoredEvent } from '../../lib/protocol/stored-event.ts';
import { copyId, importTagKey } from '../../lib/protocol/tags.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import { sampleContract } from './support/sample-contract.ts';
import { sampleEvent } from './support/sample-event.ts';
import { sealPlaintext } from './support/seal-plaintext.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { Members, VectorFile } from './support/vector-file.ts';

type Storing = { stored: StoredEvent | Members; store_key_hex: string; nonce_hex: string };
type Reading = { payload: string; store_key_hex: string };

const { accept, refuse } = casesOf({
  async encrypt({ stored, store_key_hex, nonce_hex }: Storing) {
    const key = await importAeadKey(hexDecode(store_key_hex));
    const payload = await seededRandom([hexDecode(nonce_hex)], () =>
      encryptStored(stored as StoredEvent, key),
    );
    const canonical = canonicalJson(stored);
    return { steps: { canonical, padded_length: pad(canonical).length }, output: { payload } };
  },
  async open({ payload, store_key_hex }: Reading) {
    return { output: { stored: await openStored(payload, await importAeadKey(hexDecode(store_key_hex))) } };
  },
  async 'copy-id'({ signature, tag_key_hex }: { signature: string; tag_key_hex: string }) {
    const id = await copyId(await importTagKey(hexDecode(tag_key_hex)), base64Decode(signature));
    return { output: { id } };
  },
});

const { alice, bob, mediator, baseTime } = personas;
const keys = deriveStorageKeys(alice.storageKey);
const bobs = deriveStorageKeys(bob.storageKey);
const nonce = seededBytes('stored nonce', 12);
const store_key_hex = hex(keys.store);

/** The own copy of an event. */
export async function storedEvent(): Promise<VectorFile> {
  const { contractId } = await sampleContract();
  const event = sampleEvent('Hello Bob');
  const { signature, timestamp } = await signEnvelope(
    { contractId, event, timestamp: baseTime + 60 },
    alice.signer,
  );
  const out = {
    v: 1,
    event,
    meta: {
      direction: 'out',
      sender_did: alice.did,
      recipient_did: bob.did,
      contract_id: contractId,
      timestamp,
      signature,
      tags: ['chat', 'chat.abc'],
    },
  } satisfies StoredEvent;
  const incoming = { ...out, meta: { ...out.meta, direction: 'in' } } satisfies StoredEvent;
  const own = {
    v: 1,
    event: '{"type":"dmtp.room","data":{}}',
    meta: {
      direction: 'self',
      sender_did: alice.did,
      recipient_did: mediator.did,
      contract_id: null,
      timestamp,
      signature: null,
      tags: ['dmtp.room'],
    },
  } satisfies StoredEvent;

  const encrypts = (name: string, stored: StoredEvent) =>
    accept(name, 'encrypt', { stored, store_key_hex, nonce_hex: hex(nonce) });
  const opens = async (name: string, stored: object) =>
    accept(name, 'open', {
      payload: await sealPlaintext(canonicalJson(stored), keys.store, nonce),
      store_key_hex,
    });
  const no = async (name: string, stored: object, why: string) =>
    refuse(
      name,
      'open',
      { payload: await sealPlaintext(canonicalJson(stored), keys.store, nonce), store_key_hex },
      why,
    );
  const noMeta = (name: string, changes: object, why: string) =>
    no(name, { ...out, meta: { ...out.meta, ...changes } }, why);
  const noOwn = (name: string, changes: object, why: string) =>
    no(name, { ...own, meta: { ...own.meta, ...changes } }, why);
  const without = (member: keyof typeof out.meta) => {
    const { [member]: _, ...others } = out.meta;
    return no(`without ${member}`, { ...out, meta: others }, 'All members are there.');
  };
  const withoutOwn = (member: keyof typeof own.meta) => {
    const { [member]: _, ...others } = own.meta;
    return no(`an own record without ${member}`, { ...own, meta: others }, 'All members are there.');
  };
  const right = await sealPlaintext(canonicalJson(out), keys.store, nonce);
  return {
    format: 'stored-event',
    document: 'protocol.md §6.6',
    about:
      'The copy of an event that its sender and its receiver each keep at their own mediator, under a key of their own.',
    operations: {
      encrypt: 'Seals a copy under the store sub-key.',
      open: 'The copy in a payload.',
      'copy-id': 'The id under which an event is saved, made of its signature with the tag sub-key.',
    },
    modules: ['lib/protocol/stored-event.ts', 'lib/protocol/tags.ts'],
    accept: [
      await encrypts('sent by Alice', out),
      await encrypts('received by Alice', incoming),
      await encrypts('an own record', own),
      await encrypts('sent without tags', { ...out, meta: { ...out.meta, tags: [] } }),
      await opens('sent, opened', out),
      await opens('received, opened', incoming),
      await opens('an own record, opened', own),
      await opens('a recipient that is a mediator', {
        ...out,
        meta: { ...out.meta, recipient_did: mediator.did },
      }),
      await opens('no tags', { ...out, meta: { ...out.meta, tags: [] } }),
      await opens('16 tags', {
        ...out,
        meta: { ...out.meta, tags: Array.from({ length: 16 }, (_, at) => `tag.${at}`) },
      }),
      await opens('a reserved tag', { ...out, meta: { ...out.meta, tags: ['decentrl.contract.revoked'] } }),
      await opens('a text that is no event, which is not looked at here', { ...out, event: 'hello' }),
      await accept("the id of Alice's copy", 'copy-id', { signature, tag_key_hex: hex(keys.tag) }),
      await accept("the id of Bob's copy of the same event", 'copy-id', {
        signature,
        tag_key_hex: hex(bobs.tag),
      }),
    ],
    refuse: [
      await refuse(
        "another identity's key",
        'open',
        { payload: right, store_key_hex: hex(bobs.store) },
        'The tag does not fit.',
      ),
      await refuse(
        'a changed bit',
        'open',
        { payload: flipBit(right, 50), store_key_hex },
        'The tag does not fit.',
      ),
      await refuse('no base64', 'open', { payload: `${right}=`, store_key_hex }, 'Ciphertext is base64.'),
      await refuse(
        'not canonical',
        'open',
        { payload: await sealPlaintext(JSON.stringify(out), keys.store, nonce), store_key_hex },
        'The text is not canonical.',
      ),
      await no('version 2', { ...out, v: 2 }, 'There is version 1.'),
      await no('no version', { event, meta: out.meta }, 'There is version 1.'),
      await no(
        'the event as an object',
        { ...out, event: { type: 'a', data: 1 } },
        'It is the text as signed.',
      ),
      await no('a member more', { ...out, id: 'event-1' }, 'There are three members.'),
      await noMeta('a member more in meta', { read: true }, 'There are seven members.'),
      ...(await Promise.all((Object.keys(out.meta) as (keyof typeof out.meta)[]).map(without))),
      await withoutOwn('contract_id'),
      await withoutOwn('signature'),
      await noMeta('another direction', { direction: 'both' }, 'It is in, out or self.'),
      await noMeta('sent without a contract', { contract_id: null }, 'Only own records have none.'),
      await noMeta('sent without a signature', { signature: null }, 'Only own records have none.'),
      await noOwn('an own record with a contract', { contract_id: contractId }, 'It has no envelope.'),
      await noOwn('an own record with a signature', { signature }, 'It has no envelope.'),
      await noMeta('a mediator as sender', { sender_did: mediator.did }, 'A sender is an identity.'),
      await noMeta(
        'a recipient of another method',
        { recipient_did: 'did:key:z6Mk' },
        'It is an identity or a mediator.',
      ),
      await noMeta('a time in milliseconds', { timestamp: timestamp * 1000 }, 'Times are whole seconds.'),
      await noMeta(
        '17 tags',
        { tags: Array.from({ length: 17 }, (_, at) => `tag.${at}`) },
        'There are at most 16.',
      ),
      await noMeta('a tag with a space', { tags: ['chat abc'] }, 'A space is no sign of a tag.'),
      await refuse(
        'sealed with a version 2',
        'encrypt',
        { stored: { ...out, v: 2 }, store_key_hex, nonce_hex: hex(nonce) },
        'Nothing is sealed that would be refused.',
      ),
      await refuse(
        'the id of a signature that is no base64',
        'copy-id',
        { signature: '*', tag_key_hex: hex(keys.tag) },
        'A signature is base64.',
      ),
    ],
  };
}
