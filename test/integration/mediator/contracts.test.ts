import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandPayload } from '../../../lib/protocol/commands.ts';
import { contractId } from '../../../lib/protocol/contract.ts';
import {
  agree,
  ask,
  ciphertext,
  clientId,
  codeOf,
  complete,
  makeIdentity,
  makeRequest,
  newcomer,
  open,
  send,
  type TestIdentity,
  target,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let mediator: RunningMediator;
let alice: TestIdentity;
let bob: TestIdentity;
beforeAll(async () => {
  mediator = await startMediator();
  alice = await newcomer(mediator, 'alice');
  bob = await newcomer(mediator, 'bob');
}, 60_000);
afterAll(() => mediator.stop());

type Acknowledge = CommandPayload<'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS'>;
const trayOf = async (identity: TestIdentity) =>
  (
    await ask<'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS'>(mediator, identity, {
      type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
    })
  ).requests;
const contractsOf = async (identity: TestIdentity) =>
  (await ask<'QUERY_COMMUNICATION_CONTRACTS'>(mediator, identity, { type: 'QUERY_COMMUNICATION_CONTRACTS' }))
    .contracts;
const stranger = (alias = 'stranger') => makeIdentity('did:web:elsewhere.example', alias);
const sendEvent = () => ({ type: 'SEND_EVENT', id: clientId(), payload: ciphertext() }) as const;

describe('contract requests', () => {
  it('go from a stranger to the tray, are answered, and make both parties contacts', async () => {
    const from = stranger();
    const { signed, payload } = await makeRequest(from, target(bob));
    const { request_id } = (await ask(mediator, from, payload, bob.did)) as { request_id: string };
    const row = (await trayOf(bob)).find(({ id }) => id === request_id);
    expect(row).toMatchObject({
      sender_did: from.did,
      requestor_ephemeral_public_key: payload.requestor_ephemeral_public_key,
    });
    expect(await open(row!, bob)).toEqual(signed);

    const contract = await complete(signed, bob);
    const save = { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract } as const;
    const id = contractId(contract.contract);
    expect(await ask(mediator, bob, save)).toEqual({ contract_id: id });
    expect(await ask(mediator, bob, save)).toEqual({ contract_id: id });
    const acknowledge: Acknowledge = {
      type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
      request_ids: [request_id, 'nothing'],
    };
    expect(await ask(mediator, bob, acknowledge)).toEqual({ acknowledged: [request_id] });
    expect(await trayOf(bob)).toEqual([]);
    expect(await contractsOf(bob)).toContainEqual({ contract_id: id, signed_contract: contract });
    expect(await codeOf(mediator, from, sendEvent(), bob.did)).toBe('SUCCESS');
  });

  it('come to their requestor’s mediator completed, once', async () => {
    const to = stranger('recipient');
    const { signed } = await makeRequest(alice, target(to));
    const [first, second] = [await complete(signed, to), await complete(signed, to)];
    const answer = (signed_contract: typeof first) =>
      ({ type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract }) as const;
    const id = contractId(first.contract);
    expect(await ask(mediator, to, answer(first), alice.did)).toEqual({ contract_id: id });
    expect(await ask(mediator, to, answer(first), alice.did)).toEqual({ contract_id: id });
    expect(await codeOf(mediator, to, answer(second), alice.did)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    const save = { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: second } as const;
    expect(await codeOf(mediator, alice, save)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    expect((await contractsOf(alice)).map((row) => row.contract_id)).toContain(id);
  });

  it('L-03 are stored once when they come again, and refused with other bytes', async () => {
    const from = stranger();
    const { signed, payload } = await makeRequest(from, target(bob));
    const first = await ask(mediator, from, payload, bob.did);
    expect(await ask(mediator, from, payload, bob.did)).toEqual(first);
    expect((await trayOf(bob)).filter((row) => row.sender_did === from.did)).toHaveLength(1);
    const other = { ...payload, encrypted_request: ciphertext() };
    expect(await codeOf(mediator, from, other, bob.did)).toBe('ID_CONFLICT');
    await ask(mediator, from, { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract: signed });
  });

  it('T-61 are limited for strangers: five a minute, and a hundred waiting', async () => {
    const from = stranger();
    const codes: string[] = [];
    for (let i = 0; i < 6; i++) {
      codes.push(await codeOf(mediator, from, (await makeRequest(from, target(bob))).payload, bob.did));
    }
    expect(codes).toEqual([...Array(5).fill('SUCCESS'), 'RATE_LIMITED']);
    const limited = await send(mediator, from, bob.did, (await makeRequest(from, target(bob))).payload);
    expect(limited).toMatchObject({ code: 'RATE_LIMITED', retry_after_ms: expect.any(Number) });

    const carol = await newcomer(mediator, 'carol');
    for (let sender = 0; sender < 20; sender++) {
      const one = stranger(`s${sender}`);
      for (let i = 0; i < 5; i++)
        await ask(mediator, one, (await makeRequest(one, target(carol))).payload, carol.did);
    }
    const late = stranger('late');
    expect(await codeOf(mediator, late, (await makeRequest(late, target(carol))).payload, carol.did)).toBe(
      'QUOTA_EXCEEDED',
    );
    expect(await trayOf(carol)).toHaveLength(100);
    const contract = await agree(late, carol);
    await ask(mediator, carol, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract });
    for (let i = 0; i < 6; i++) {
      const payload = (await makeRequest(late, target(carol))).payload;
      expect(await codeOf(mediator, late, payload, carol.did)).toBe('SUCCESS');
    }
  }, 60_000);

  it('T-61 are given in pages of at most 2 MiB, so that long ones of strangers never bar the tray', async () => {
    const wide = await startMediator({
      limits: { page_bytes: 5_000, unauthenticated_per_minute: 100_000 },
    });
    const erin = await newcomer(wide, 'erin');
    const from = stranger();
    for (let i = 0; i < 4; i++) {
      const { payload } = await makeRequest(from, target(erin));
      await ask(wide, from, { ...payload, encrypted_request: ciphertext(1_500) }, erin.did);
    }
    const query = { type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS' } as const;
    const page = await ask<typeof query.type>(wide, erin, query);
    expect(page.requests).toHaveLength(2);
    const rest = await ask<typeof query.type>(wide, erin, { ...query, cursor: page.next_cursor });
    expect(rest).toMatchObject({ next_cursor: null });
    expect(rest.requests).toHaveLength(2);
    await wide.stop();
  }, 30_000);

  it('are read in pages', async () => {
    const dora = await newcomer(mediator, 'dora');
    const ids: string[] = [];
    const from = stranger();
    for (let i = 0; i < 5; i++) {
      const reply = await ask(mediator, from, (await makeRequest(from, target(dora))).payload, dora.did);
      ids.push((reply as { request_id: string }).request_id);
    }
    const read: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { requests: { id: string }[]; next_cursor: string | null } =
        await ask<'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS'>(mediator, dora, {
          type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
          limit: 2,
          cursor,
        });
      read.push(...page.requests.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(read).toEqual(ids);
  });

  it('T-48 are acknowledged by their recipient only', async () => {
    const from = stranger();
    const { payload } = await makeRequest(from, target(bob));
    const { request_id } = (await ask(mediator, from, payload, bob.did)) as { request_id: string };
    const acknowledge: Acknowledge = {
      type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
      request_ids: [request_id],
    };
    expect(await ask(mediator, alice, acknowledge)).toEqual({ acknowledged: [] });
    expect((await trayOf(bob)).map(({ id }) => id)).toContain(request_id);
  });
});

describe('contracts', () => {
  it('are refused when altered, incomplete, somebody else’s or over', async () => {
    const contract = await agree(alice, bob);
    const { contract: fields } = contract;
    const wrong = [
      { ...contract, contract: { ...fields, expires_at: fields.expires_at + 1 } },
      { ...contract, contract: { ...fields, recipient_did: alice.did, requestor_did: bob.did } },
      { ...contract, recipient_signature: contract.requestor_signature },
      (await makeRequest(alice, target(bob))).signed,
      await agree(stranger(), stranger('other')),
    ];
    for (const signed_contract of wrong) {
      const save = { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract } as const;
      expect(await codeOf(mediator, alice, save)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    }
    const response = { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract: contract } as const;
    expect(await codeOf(mediator, alice, response, bob.did)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    expect(await codeOf(mediator, alice, response, alice.did)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
  });

  it('are the authority to send, in both directions, until they end', async () => {
    const [carol, dave] = [await newcomer(mediator, 'carol'), await newcomer(mediator, 'dave')];
    expect(await codeOf(mediator, carol, sendEvent(), dave.did)).toBe('COMMUNICATION_CONTRACT_REQUIRED');
    const { signed } = await makeRequest(carol, target(dave), 60, Math.floor(Date.now() / 1000) - 56);
    const contract = await complete(signed, dave);
    await ask(mediator, dave, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract });
    expect(await codeOf(mediator, carol, sendEvent(), dave.did)).toBe('SUCCESS');
    expect(await codeOf(mediator, dave, sendEvent(), carol.did)).toBe('SUCCESS');
    await expect
      .poll(() => codeOf(mediator, carol, sendEvent(), dave.did), { timeout: 8_000, interval: 200 })
      .toBe('COMMUNICATION_CONTRACT_NOT_VALID');
  }, 15_000);

  it('T-65 that are revoked let nothing through, and nothing revives them', async () => {
    const [carol, dave] = [await newcomer(mediator, 'carol'), await newcomer(mediator, 'dave')];
    const { signed } = await makeRequest(carol, target(dave));
    const contract = await complete(signed, dave);
    const save = { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract } as const;
    const { contract_id } = await ask<'SAVE_COMMUNICATION_CONTRACT'>(mediator, dave, save);
    await ask(mediator, carol, sendEvent(), dave.did);
    const revoke = { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id } as const;
    expect(await ask(mediator, dave, revoke)).toEqual({ contract_id });
    expect(await ask(mediator, dave, revoke)).toEqual({ contract_id });

    expect(await codeOf(mediator, carol, sendEvent(), dave.did)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    expect(await codeOf(mediator, dave, save)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    const again = { ...save, signed_contract: await complete(signed, dave) };
    expect(await codeOf(mediator, dave, again)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    const { pending_events } = await ask<'QUERY_PENDING_EVENTS'>(mediator, dave, {
      type: 'QUERY_PENDING_EVENTS',
    });
    expect(pending_events).toHaveLength(1);
    expect((await contractsOf(dave)).map((row) => row.contract_id)).not.toContain(contract_id);
  });

  it('T-65 that were never stored are stopped by their tombstone', async () => {
    const peer = stranger('peer');
    const { signed, payload } = await makeRequest(peer, target(bob));
    const revoke = { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract: signed } as const;
    await ask(mediator, peer, payload, bob.did);
    expect(await ask(mediator, peer, revoke)).toEqual({ contract_id: null });
    expect(await ask(mediator, peer, revoke)).toEqual({ contract_id: null });
    expect((await trayOf(bob)).map((row) => row.sender_did)).not.toContain(peer.did);
    expect(await codeOf(mediator, peer, payload, bob.did)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    const completed = await complete(signed, bob);
    const save = { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: completed } as const;
    expect(await codeOf(mediator, bob, save)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
  });

  it('are revoked at the other’s mediator by a party that is not registered there', async () => {
    const peer = stranger('peer');
    const contract = await agree(peer, bob);
    await ask(mediator, bob, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract });
    const contract_id = contractId(contract.contract);
    expect(await ask(mediator, peer, { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id })).toEqual({
      contract_id,
    });
    expect(await codeOf(mediator, peer, sendEvent(), bob.did)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
  });

  it('T-56 somebody else’s and unknown ones are answered alike', async () => {
    const contract = await agree(alice, bob);
    await ask(mediator, bob, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract });
    const eve = await newcomer(mediator, 'eve');
    const replies = [];
    for (const contract_id of [contractId(contract.contract), 'ab'.repeat(32)]) {
      replies.push(
        await send(mediator, eve, mediator.did, { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id }),
      );
    }
    for (const reply of replies) expect({ ...reply, timestamp: 0 }).toEqual({ ...replies[0], timestamp: 0 });
    expect(replies[0]).toMatchObject({ code: 'NOT_FOUND' });
    const foreign = { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract: contract } as const;
    expect(await codeOf(mediator, eve, foreign)).toBe('NOT_FOUND');
    expect(await codeOf(mediator, alice, sendEvent(), bob.did)).toBe('SUCCESS');
  });

  it('of nobody served here cannot be buried by strangers', async () => {
    const [one, two] = [stranger('one'), stranger('two')];
    const signed_contract = await agree(one, two);
    const revoke = { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract } as const;
    expect(await codeOf(mediator, one, revoke)).toBe('NOT_REGISTERED');
  });
});
