import { describe, expect, it } from 'vitest';
import { displayLine, displayText } from '../../../lib/domain/display-text.ts';
import type { ContactRecord } from '../../../lib/domain/records/contact-record.ts';
import { confusableSkeleton } from '../../../lib/views/confusable-skeleton.ts';
import { contactName, shortDid } from '../../../lib/views/contact-name.ts';
import { contactStatus, isAmbiguous, nameLooks } from '../../../lib/views/contact-view.ts';
import { mediatorName } from '../../../lib/views/mediator-name.ts';

const contact = (change: Partial<ContactRecord>): ContactRecord => ({
  identityIndex: 0,
  signingKey: 'z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX',
  did: 'did:decentrl:x',
  alias: 'Bob',
  petname: null,
  verified: false,
  blocked: false,
  changedDid: null,
  conversationId: 'c',
  consentedAt: null,
  maxLifetime: 0,
  revokedAt: null,
  contractIds: [],
  activeUntil: null,
  proposedUntil: null,
  createdAt: 0,
  ...change,
});

describe('text from outside', () => {
  it.each([
    ['plain', 'plain'],
    ['turned \u202Earound\u202C', 'turned around'],
    ['is\u2066olated\u2069', 'isolated'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth'],
    ['joi\u200Dned', 'joined'],
    ['so\u00ADft', 'soft'],
    ['nul\u0000 bell\u0007 delete\u007F', 'nul bell delete'],
    ['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
    ['tab\tstays', 'tab\tstays'],
    ['tags \u{E0041}\u{E0042}', 'tags '],
    ['lone \uD800', 'lone \uFFFD'],
    ['👩\u200D👩\u200D👧', '👩\u200D👩\u200D👧'],
    ['❤\uFE0F\u200D🔥', '❤\uFE0F\u200D🔥'],
    ['نامه\u200Cای', 'نامه\u200Cای'],
    ['क्\u200Dष', 'क्\u200Dष'],
    ['\u200D\u200Dedges\u200C', 'edges'],
  ])('T-09 %j is shown as %j', (text, shown) => {
    expect(displayText(text)).toBe(shown);
  });

  it('is one line in lists, and no longer than asked, in whole characters', () => {
    expect(displayLine('  a\n\n b\t c ')).toBe('a b c');
    expect(displayLine('👍'.repeat(10), 5)).toBe(`${'👍'.repeat(4)}…`);
    expect(displayLine('x'.repeat(1_000_000), 200)).toHaveLength(200);
  });

  it('does not take long for hostile text', () => {
    const begin = performance.now();
    displayText('\u200D'.repeat(100_000));
    displayText('a\u200D'.repeat(60_000));
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});

describe('names', () => {
  it('are the petname, else the alias, else a short id', () => {
    expect(contactName(contact({ petname: 'Bobby' }))).toBe('Bobby');
    expect(contactName(contact({}))).toBe('Bob');
    expect(contactName(contact({ alias: '\u202E' }))).toBe('did:…FbLfLX');
    expect(contactName(contact({ alias: null }))).toBe(shortDid(contact({}).signingKey));
  });

  it.each([
    ['Bob', 'B0b'],
    ['Bob', 'bob '],
    ['Bob', 'Вob'],
    ['Bob', 'Bоb'],
    ['Alice', 'A1ice'],
    ['Alice', 'Аlісе'],
    ['Alice', 'alice\u200B'],
    ['Decentrl Support', 'decentrl-support'],
    ['Decentrl Support', 'Dесеntrl Suрроrt'],
    ['admin', 'adrnin'],
    ['wallet', 'vvallet'],
    ['José', 'Jose'],
    ['ﬁona', 'fiona'],
    ['Ｂｏｂ', 'Bob'],
    ['paypal', 'pаypаl'],
  ])('T-74 %j looks like %j', (one, other) => {
    expect(confusableSkeleton(one)).toBe(confusableSkeleton(other));
    expect(isAmbiguous(nameLooks([contact({ alias: one })]), { petname: null, alias: other }, 0)).toBe(true);
  });

  it.each([
    ['Bob', 'Rob'],
    ['Alice', 'Alina'],
    ['Anna', 'Hanna'],
    ['Tom', 'Tim'],
    ['李', '王'],
  ])('T-74 %j does not look like %j', (one, other) => {
    expect(confusableSkeleton(one)).not.toBe(confusableSkeleton(other));
  });

  it('are ambiguous when another contact has them, whichever of its names it is', () => {
    const bob = contact({ alias: 'Bob' });
    const looks = nameLooks([bob, contact({ alias: 'Robert', petname: 'B0b', signingKey: 'other' })]);
    expect(isAmbiguous(looks, bob, 1)).toBe(true);
    expect(isAmbiguous(nameLooks([bob]), bob, 1)).toBe(false);
    expect(isAmbiguous(nameLooks([contact({ petname: 'bob' })]), contact({ petname: 'bob' }), 1)).toBe(false);
  });

  it('of mediators are their hosts', () => {
    expect(mediatorName('did:web:mediator.example')).toBe('mediator.example');
    expect(mediatorName('did:web:localhost%3A8080')).toBe('localhost:8080');
    expect(mediatorName('did:web:example.com:a:b')).toBe('example.com/a/b');
    expect(mediatorName('nonsense')).toBe('nonsense');
  });
});

describe('the state of a relationship', () => {
  const now = 1_000_000;
  it.each([
    [{ activeUntil: 1_001 }, 'active'],
    [{ activeUntil: 1_000 }, 'expired'],
    [{ activeUntil: 2_000, revokedAt: 5 }, 'revoked'],
    [{ proposedUntil: 1_001 }, 'proposed'],
    [{ activeUntil: 900, proposedUntil: 1_001 }, 'proposed'],
    [{ proposedUntil: 900 }, 'expired'],
  ] as const)('%j is %s', (change, status) => {
    expect(contactStatus(contact(change), now)).toBe(status);
  });
});
