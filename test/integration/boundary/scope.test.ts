import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../../lib/api/method-names.ts';
import type { DecentrlRpc } from '../../../lib/api/page.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { proposeContract } from '../../../lib/relationships/propose-contract.ts';
import { say } from '../../support/companion-pair.ts';
import { hold } from '../../support/held-companions.ts';
import { someDid } from '../../support/some-did.ts';
import { createScopeWorld, type Named, type ScopeWorld } from './scope-world.ts';

type Method = keyof DecentrlRpc;
interface Naming extends Named {
  /** An event the person sent to the first of them. */
  eventId: string;
  /** A message the person wrote to the wallet, which an escrow holds. */
  messageId: string;
  subscriptionId: string;
}

const nowhere: Naming = {
  dids: [],
  conversationId: 'nowhere',
  requestId: 'nowhere',
  address: `0x${'0'.repeat(40)}`,
  eventId: 'nowhere',
  messageId: 'nowhere',
  subscriptionId: 'nowhere',
};

/** The parameters with which a method names somebody; null for methods that name nobody. */
const naming: { readonly [M in Method]: ((one: Naming) => DecentrlRpc[M]['params']) | null } = {
  decentrl_getCapabilities: null,
  decentrl_requestIdentities: null,
  decentrl_identities: null,
  decentrl_signIn: null,
  wallet_getPermissions: null,
  wallet_requestPermissions: null,
  wallet_revokePermissions: null,
  // Asks for a relationship that need not be there: whoever is connected may.
  decentrl_openContract: null,
  decentrl_acceptContract: ({ requestId }) => ({ requestId }),
  decentrl_declineContract: ({ requestId }) => ({ requestId }),
  decentrl_getContracts: null,
  decentrl_revokeContract: ({ conversationId }) => ({ contractId: conversationId }),
  decentrl_renewContract: ({ conversationId }) => ({ contractId: conversationId }),
  decentrl_sendEvent: ({ conversationId }) => ({ contractId: conversationId, type: 'chat.message', data: 1 }),
  decentrl_getEvents: ({ conversationId }) => ({ contractId: conversationId }),
  decentrl_getEventStatus: ({ eventId }) => ({ eventId }),
  decentrl_subscribe: ({ conversationId }) => ({ contractId: conversationId }),
  decentrl_unsubscribe: ({ subscriptionId }) => ({ subscriptionId }),
  decentrl_openInbox: ({ conversationId }) => ({ contractId: conversationId }),
  dmtp_resolveRecipient: ({ address }) => ({ to: address }),
  dmtp_sendMessage: ({ address }) => ({ to: address, content: { type: 'chat.message', body: 1 } }),
  dmtp_prepareLink: null,
  dmtp_completeLink: null,
  dmtp_getMessageStatus: ({ messageId }) => ({ messageId }),
  dmtp_verifyProof: null,
};

/** What says nothing at all in place of 4100: the same for what is there and what is not. */
const SILENT: readonly Method[] = ['decentrl_unsubscribe', 'decentrl_openInbox'];

describe('T-27 a site with permissions for one relationship', () => {
  let world: ScopeWorld;
  let known: Naming;
  let unknown: Naming;

  beforeAll(async () => {
    world = await createScopeWorld();
    const { alice } = world;
    const seen = async (named: Named): Promise<Naming> => {
      const { eventId } = await say(alice, parseDid(named.dids[0] ?? '').signingKeyMultibase, 'hello');
      const { messageId } = await hold(alice, named.address, 'hello');
      const subscriptionId = await alice.app.subscriptions.add(
        { origin: 'https://other.example', pageId: '1'.repeat(32) },
        {},
      );
      return { ...named, eventId, messageId, subscriptionId };
    };
    known = await seen(world.known);
    unknown = await seen(world.unknown);
  }, 120_000);
  beforeEach(() => world.permit(world.everything));
  afterAll(() => world?.stop());

  for (const method of METHOD_NAMES) {
    const name = naming[method];
    if (name === null) continue;
    it(`gets the same from ${method} for another one as for one that is not there`, async () => {
      const [there, none] = [
        JSON.stringify(await world.page(method, name(unknown))),
        JSON.stringify(await world.page(method, name(nowhere))),
      ];
      expect(there).toBe(none);
      if (SILENT.includes(method)) expect(there).not.toContain('error');
      else expect(JSON.parse(there)).toMatchObject({ error: { code: 4100 } });
    });

    // What another origin or the person sent is not this site's, whoever it went to.
    if (method === 'decentrl_getEventStatus') continue;
    it(`is not refused by ${method} for its own`, async () => {
      const reply = await world.page(method, name(known));
      const code = 'error' in reply ? reply.error.code : 0;
      expect([4100, -32603]).not.toContain(code);
    });
  }

  it('is told how far an event got that it sent itself', async () => {
    const event = { contractId: known.conversationId, type: 'chat.message', data: 1 };
    const sent = await world.page('decentrl_sendEvent', event);
    const { eventId } = 'result' in sent ? (sent.result as { eventId: string }) : { eventId: '' };
    expect(await world.page('decentrl_getEventStatus', { eventId })).toMatchObject({
      result: { state: 'queued' },
    });
    await world.permit({ ...world.everything, dmtp_read: [], dmtp_send: [] });
    expect(await world.page('decentrl_getEventStatus', { eventId: known.eventId })).toMatchObject({
      error: { code: 4100 },
    });
  });

  it('cannot answer what the person asked for in the place of the peer', async () => {
    const did = someDid('Frank', 50);
    const { requestId } = await proposeContract(world.alice.app, {
      identityIndex: 0,
      peerDid: did,
      origin: null,
    });
    await world.permit({ ...world.everything, decentrl_contracts: [{ type: 'peers', value: [did] }] });
    for (const method of ['decentrl_acceptContract', 'decentrl_declineContract'] as const) {
      const reply = await world.page(method, { requestId });
      expect([method, reply]).toMatchObject([method, { error: { code: 4100 } }]);
    }
  });

  it('is not told by the type of an event whether a relationship is there', async () => {
    for (const type of ['decentrl.receipt', 'DMTP.room', 'chess.move']) {
      for (const { conversationId: contractId, address: to } of [unknown, nowhere]) {
        const asked: [Method, unknown][] = [
          ['decentrl_sendEvent', { contractId, type, data: 1 }],
          ['decentrl_getEvents', { contractId, types: [type] }],
          ['decentrl_getEvents', { contractId, tags: [type] }],
          ['decentrl_subscribe', { contractId, types: [type] }],
          ['dmtp_sendMessage', { to, content: { type, body: 1 } }],
        ];
        for (const [method, params] of asked) {
          const reply = await world.page(method, params);
          expect([method, type, reply]).toMatchObject([method, type, { error: { code: 4100 } }]);
        }
      }
    }
  });

  it('gets 4314 for a type that its permissions for the relationship do not cover', async () => {
    const { conversationId: contractId, address: to } = known;
    const withoutContracts = { ...world.everything, decentrl_contracts: [] };
    for (const permissions of [world.everything, withoutContracts]) {
      await world.permit(permissions);
      for (const type of ['decentrl.receipt', 'chess.move']) {
        for (const [method, params] of [
          ['decentrl_sendEvent', { contractId, type, data: 1 }],
          ['dmtp_sendMessage', { to, content: { type, body: 1 } }],
        ] as const) {
          const reply = await world.page(method, params);
          expect([method, type, reply]).toMatchObject([method, type, { error: { code: 4314 } }]);
        }
      }
      for (const method of ['decentrl_getEvents', 'decentrl_subscribe'] as const) {
        const reply = await world.page(method, { contractId, types: ['decentrl.*'] });
        expect([method, reply]).toMatchObject([method, { error: { code: 4314 } }]);
      }
    }
  });

  it('gets 4100 where none of the identities it was granted is left', async () => {
    const gone = [{ type: 'identities', value: ['did:decentrl:gone'] }];
    await world.permit({ ...world.everything, decentrl_identities: gone });
    const { address, dids } = known;
    const asked: [Method, unknown][] = [
      ['decentrl_signIn', { nonce: 'n0nce-123456' }],
      ['decentrl_openContract', { peer: dids[0], eventTypes: ['decentrl.receipt'] }],
      ['dmtp_prepareLink', { address, chainId: 137 }],
      ['dmtp_completeLink', { address, chainId: 137, signature: '0x00' }],
      ['dmtp_sendMessage', { to: address, content: { type: 'chat.message', body: 1 } }],
    ];
    for (const [method, params] of asked) {
      const reply = await world.page(method, params);
      expect([method, reply]).toMatchObject([method, { error: { code: 4100 } }]);
    }
    expect(await world.page('decentrl_identities', undefined)).toMatchObject({ result: [] });
  });

  it('lists and reads nothing of another one', async () => {
    const contracts = await world.page('decentrl_getContracts', {});
    const listed =
      'result' in contracts ? (contracts.result as { items: { contractId: string }[] }).items : [];
    expect(listed.map(({ contractId }) => contractId).sort()).toEqual(
      [known.conversationId, known.requestId].sort(),
    );
    const events = await world.page('decentrl_getEvents', {});
    const read =
      'result' in events ? (events.result as { items: { eventId: string; contractId: string }[] }).items : [];
    expect(read.map(({ eventId }) => eventId)).toContain(known.eventId);
    expect(new Set(read.map(({ contractId }) => contractId))).toEqual(new Set([known.conversationId]));
    const identities = await world.page('decentrl_identities', undefined);
    expect(identities).toMatchObject({ result: [{ did: world.aliceDid, alias: 'Alice' }] });
    expect(world.alice.errors).toEqual([]);
  });
});
