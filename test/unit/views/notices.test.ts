import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../lib/domain/changes.ts';
import type { Domain } from '../../../lib/domain/domain.ts';
import { contactKey } from '../../../lib/domain/records/contact-record.ts';
import type { MessageRecord } from '../../../lib/domain/records/message-record.ts';
import { LockedError } from '../../../lib/errors/errors.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { createNotices, type News } from '../../../lib/views/notices.ts';
import { someDid } from '../../support/some-did.ts';
import { manualTime } from '../mediator-client/support/manual-time.ts';

const ALICE = someDid('alice', 1);
const BOB = someDid('bob', 4);

function setup({ notifications = true, contacts = {} as Record<string, object>, locked = false } = {}) {
  const time = manualTime();
  const changes = createChanges(time.timers);
  const shown: News[] = [];
  const known = Object.fromEntries(
    Object.entries(contacts).map(([did, contact]) => [
      contactKey(0, parseDid(did).signingKeyMultibase),
      contact,
    ]),
  );
  const domain = {
    changes,
    clock: time.clock,
    log: { warn: () => undefined },
    settings: {
      get: async () => {
        if (locked) throw new LockedError();
        return { notifications };
      },
    },
    tables: { contacts: { get: async (key: string) => known[key] } },
  } as unknown as Domain;
  const notices = createNotices({ domain, timers: time.timers, show: async (news) => void shown.push(news) });
  const arrive = (senderDid: string, conversationId: string, changed: Partial<MessageRecord> = {}) =>
    changes.domain({
      kind: 'event',
      conversationId,
      cursor: 1,
      message: {
        direction: 'in',
        senderDid,
        identityIndex: 0,
        timestamp: Math.floor(time.clock.now() / 1000),
        ...changed,
      } as MessageRecord,
    });
  return { time, changes, shown, notices, arrive };
}

const contacts = { [ALICE]: { blocked: false }, [BOB]: { blocked: false, muted: true } };

describe('notifications', () => {
  it('come once in five seconds, one a conversation, and say neither who nor what', async () => {
    const { time, shown, arrive } = setup({ contacts });
    for (let count = 0; count < 3; count++) arrive(ALICE, 'one');
    await time.advance(4_999);
    expect(shown).toEqual([]);
    await time.advance(1);
    expect(shown).toEqual([{ kind: 'messages', count: 3, route: '/c/one' }]);
  });

  it('stay away for a muted or blocked contact, for our own words and for what a restore brings', async () => {
    const { time, shown, arrive } = setup({ contacts: { ...contacts, [ALICE]: { blocked: true } } });
    arrive(BOB, 'muted');
    arrive(ALICE, 'blocked');
    arrive(BOB, 'own', { direction: 'out' });
    arrive(BOB, 'old', { timestamp: Math.floor(time.clock.now() / 1000) - 100_000 });
    await time.advance(10_000);
    expect(shown).toEqual([]);
  });

  it('tell of requests together', async () => {
    const { time, shown, changes } = setup();
    for (const requestId of ['a', 'b']) {
      changes.domain({
        kind: 'contract',
        identityIndex: 0,
        peerSigningKey: 'z6Mk',
        peerDid: ALICE,
        conversationId: null,
        requestId,
        origin: null,
        status: 'requested',
      });
    }
    await time.advance(5_000);
    expect(shown).toEqual([{ kind: 'requests', count: 2, route: '/requests' }]);
  });

  it('T-34 are shown neither while locked nor where the person does not want them', async () => {
    const off = setup({ contacts, notifications: false });
    off.arrive(ALICE, 'one');
    await off.time.advance(5_000);
    const locked = setup({ contacts, locked: true });
    locked.arrive(ALICE, 'one');
    await locked.time.advance(5_000);
    const stopped = setup({ contacts });
    stopped.arrive(ALICE, 'one');
    stopped.notices.stop();
    await stopped.time.advance(5_000);
    expect([off.shown, locked.shown, stopped.shown]).toEqual([[], [], []]);
  });
});
