import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addTombstone } from '../../../../mediator/store/contracts/add-tombstone.ts';
import { insertContract } from '../../../../mediator/store/contracts/insert-contract.ts';
import { createGroupCommit, type GroupCommit } from '../../../../mediator/store/database/group-commit.ts';
import type { Database } from '../../../../mediator/store/database/schema.ts';
import { insertPendingEvent } from '../../../../mediator/store/events/insert-pending-event.ts';
import { insertStoredEvent } from '../../../../mediator/store/events/insert-stored-event.ts';
import { findIdentity } from '../../../../mediator/store/identities/find-identity.ts';
import { setRegistration } from '../../../../mediator/store/identities/set-registration.ts';
import { openDatabase } from '../../../../mediator/store/open-database.ts';
import { prune } from '../../../../mediator/store/prune.ts';
import { acceptId } from '../../../../mediator/store/replay/accept-id.ts';
import { createNonces } from '../../../../mediator/store/replay/nonces.ts';

const DAY = 86_400;
const NOW = 1_700_000_000;
const LAPSED = 180 * DAY;

let directory: string;
let db: Database;
let store: GroupCommit;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'prune-'));
  db = await openDatabase(join(directory, 'mediator.db'));
  store = createGroupCommit(db);
});
afterEach(async () => {
  await store.close();
  await db.destroy();
  rmSync(directory, { recursive: true });
});

const count = async (
  table:
    | 'nonces'
    | 'accepted_ids'
    | 'tombstones'
    | 'contracts'
    | 'pending_events'
    | 'stored_events'
    | 'event_tags',
) => {
  const row = await db
    .selectFrom(table)
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
};

describe('pruning', () => {
  it('leaves a tombstone to its latest end: a shorter one under the same key shortens nothing', async () => {
    const key = { requestorDid: 'a', requestorEncryptionPublicKey: 'x' };
    await store.change(async (tx) => {
      await addTombstone(tx, { ...key, expiresAt: NOW - 10 });
      await addTombstone(tx, { ...key, expiresAt: NOW + DAY });
      await addTombstone(tx, { ...key, expiresAt: NOW - 5 });
    });
    await prune(store, NOW * 1000, LAPSED);
    expect(await count('tombstones')).toBe(1);
    await prune(store, (NOW + DAY + 1) * 1000, LAPSED);
    expect(await count('tombstones')).toBe(0);
  });

  it('takes what is over and nothing else', async () => {
    const nonces = createNonces();
    await store.change(async (tx) => {
      for (const [i, age] of [0, 800, 901, 5_000].entries()) {
        await nonces.burn(tx, 'a', `n${i}`, (NOW - age) * 1000);
      }
      const id = { kind: 'event', signingKey: 'k', recipient: 'r', content: '' } as const;
      await acceptId(tx, { ...id, id: 'kept' }, '', NOW + 1);
      await acceptId(tx, { ...id, id: 'over' }, '', NOW - 1);
      await addTombstone(tx, { requestorDid: 'a', requestorEncryptionPublicKey: 'x', expiresAt: NOW + 1 });
      await addTombstone(tx, { requestorDid: 'a', requestorEncryptionPublicKey: 'y', expiresAt: NOW - 1 });
      for (const [i, end] of [NOW + 1, NOW - LAPSED + 10, NOW - LAPSED - 10].entries()) {
        await insertContract(tx, {
          contract_id: `c${i}`,
          requestor_did: 'a',
          requestor_key: 'ka',
          recipient_did: 'b',
          recipient_key: 'kb',
          requestor_encryption_public_key: `e${i}`,
          signed_contract: '{}',
          timestamp: 1,
          expires_at: end,
          stored_at: 1,
        });
      }
    });
    await prune(store, NOW * 1000, LAPSED);
    expect([
      await count('nonces'),
      await count('accepted_ids'),
      await count('tombstones'),
      await count('contracts'),
    ]).toEqual([2, 1, 1, 2]);
  });

  it('takes an identity with everything of it 180 days after it lapsed, and no other’s', async () => {
    await store.change(async (tx) => {
      for (const [did, until] of [
        ['gone', NOW - LAPSED - 1],
        ['lapsed', NOW - LAPSED + 1],
      ] as const) {
        await setRegistration(tx, { did, signingKey: 'k', home: true, until });
        const identity = await findIdentity(tx, did);
        const identityId = identity?.id ?? 0;
        for (let seq = 1; seq <= 3; seq++) {
          await insertPendingEvent(tx, { identityId, seq, senderDid: 's', payload: 'p', createdAt: 1 });
          const event = { identityId, seq, eventId: `e${seq}`, payload: 'p', tags: ['t'], createdAt: 1 };
          await insertStoredEvent(tx, event);
        }
      }
    });
    await prune(store, NOW * 1000, LAPSED);
    expect(await findIdentity(db, 'gone')).toBeUndefined();
    expect(await findIdentity(db, 'lapsed')).toBeDefined();
    expect([await count('pending_events'), await count('stored_events'), await count('event_tags')]).toEqual([
      3, 3, 3,
    ]);
  });
});
