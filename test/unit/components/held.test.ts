import { describe, expect, it } from 'vitest';
import { heldSentence } from '../../../components/held/held-sentence.ts';
import { findRecipient, hostOfDid, shortAddress } from '../../../components/text/address-text.ts';
import { createDateFormat } from '../../../components/text/date-format.ts';
import { createTranslate } from '../../../components/text/translate.ts';
import type { MessageView } from '../../../lib/api/popup/popup-rpc.ts';
import messages from '../../../public/_locales/en/messages.json';
import { LINKED, label, NOW, WALLET } from '../../support/popup-preview/sample-data.ts';

const lookup = messages as Record<string, { message: string }>;
const words = {
  t: createTranslate((key, substitutions) =>
    (lookup[key]?.message ?? '').replace(
      /\$(\d)/g,
      (_, place: string) => substitutions[Number(place) - 1] ?? '',
    ),
  ),
  dates: createDateFormat('en-GB'),
};

describe('a recipient in pasted text', () => {
  it.each([
    [WALLET, { kind: 'address', to: WALLET }],
    [` ${LINKED.toLowerCase()}\n`, { kind: 'address', to: LINKED.toLowerCase() }],
    [`https://a.example/invite#${WALLET}`, { kind: 'address', to: WALLET }],
    [`eip155:137:${WALLET}`, { kind: 'address', to: WALLET }],
    ['carol.eth', { kind: 'name', to: 'carol.eth' }],
    ['pay.carol.eth', { kind: 'name', to: 'pay.carol.eth' }],
    ['did:decentrl:Ym9i:z6MkA:z6LSB:ZGlk', { kind: 'did', did: 'did:decentrl:Ym9i:z6MkA:z6LSB:ZGlk' }],
  ])('%j', (text, recipient) => {
    expect(findRecipient(text)).toEqual(recipient);
  });

  it.each(['', 'bob@example.com', 'Carol', `0x${'ab'.repeat(32)}`, WALLET.slice(0, 41), 'a..eth', '-a.eth'])(
    '%j names nobody',
    (text) => {
      expect(findRecipient(text)).toBeNull();
    },
  );

  it('has short forms for people', () => {
    expect(shortAddress(WALLET)).toBe('0x62C4…d7A1');
    expect(hostOfDid('did:web:localhost%3A8080:path')).toBe('localhost:8080');
  });
});

describe('the sentence of a message that went by an escrow', () => {
  const sentence = (
    state: MessageView['state'],
    held: MessageView['held'],
    direction: 'in' | 'out' = 'out',
  ) => heldSentence({ state, held, direction }, words);
  const gone = label({ readableBy: null, withdrawable: false, notAfter: null });

  it('B-01 says who can read it from before it is sent until it is handed over', () => {
    for (const state of ['queued', 'held'] as const)
      expect(sentence(state, label())).toEqual({
        text: 'Readable by a.example until 0x62C4…d7A1 sets up',
        tone: 'warn',
      });
    expect(sentence('held', label(), 'in')?.text).toBe(
      'Readable by a.example until your companion has re-encrypted it',
    );
  });

  it('B-01 is never the one of an end-to-end message while the escrow can read it', () => {
    for (const state of ['queued', 'held', 'not-re-encrypted'] as const)
      for (const direction of ['in', 'out'] as const) {
        const said = sentence(state, label(), direction);
        expect(said?.tone).toBe('warn');
        expect(said?.text).not.toMatch(/end-to-end/i);
      }
  });

  it('says since when it is end to end, and who could read it before', () => {
    const since = new Date(2026, 10, 21, 12, 35).getTime();
    expect(sentence('re-encrypted', { ...gone, couldRead: 'a.example', since })?.text).toBe(
      'End-to-end encrypted since 21 November 2026, 12:35; a.example could read it before',
    );
  });

  it('B-22 never says that something was deleted, only that the escrow says so', () => {
    for (const state of ['expired', 'withdrawn'] as const)
      expect(sentence(state, gone)?.text).toMatch(/a\.example says it deleted .*cannot be proven/);
  });

  it.each(['expired', 'withdrawn', 'not-re-encrypted', 'unconfirmed', 'disputed'] as const)(
    '%s has its own',
    (state) => {
      expect(sentence(state, gone)?.text).toMatch(/\.$/);
    },
  );

  it('is not there for what never went by one', () => {
    expect(sentence('read', null)).toBeNull();
    expect(sentence('delivered', gone)).toBeNull();
    expect(NOW).toBeGreaterThan(0);
  });
});
