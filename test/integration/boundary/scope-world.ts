import type { Caveat, GrantName } from '../../../lib/api/decentrl-rpc.ts';
import type { PageReply } from '../../../lib/api/wire.ts';
import { RemoteError } from '../../../lib/errors/errors.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { acceptRequest } from '../../../lib/relationships/accept-request.ts';
import { proposeContract } from '../../../lib/relationships/propose-contract.ts';
import { startEscrow } from '../../support/held-companions.ts';
import { makeWallet } from '../../support/held-personas.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';

/** The site that is asked for. */
export const SITE = 'https://dapp.example';

/** The permissions of a site, each with its caveats. */
export type Permissions = Partial<Record<GrantName, Caveat[]>>;

/** What a page can name. */
export interface Named {
  /** The two people: one with a contract, one who asked for one. */
  dids: string[];
  conversationId: string;
  requestId: string;
  address: string;
}

/** Alice, who has a contract with Bob and one with Carol; Dave and Erin have asked for one. */
export interface ScopeWorld {
  alice: NodeCompanion;
  aliceDid: string;
  /** Alice's second identity. */
  workDid: string;
  /** Bob, Dave and a wallet: what the site knows when it has `everything`. */
  known: Named;
  /** Carol, Erin and another wallet, whom no permission names. */
  unknown: Named;
  /** Permissions of every kind for Bob, Dave and the wallet, and Alice's first identity. */
  everything: Required<Permissions>;
  /** Takes the permissions of the site away and gives these. */
  permit(permissions: Permissions): Promise<void>;
  /** One message of the site's page, after every question of it was forgotten. */
  page(method: string, params: unknown, id?: string): Promise<PageReply>;
  /** Says yes to the only question there is; the code of what went wrong, or null. */
  approve(): Promise<number | null>;
  stop(): Promise<void>;
}

/** Makes that world, with one mediator that is an escrow as well. */
export async function createScopeWorld(): Promise<ScopeWorld> {
  const mediator = await startEscrow();
  const companions: NodeCompanion[] = [];
  const person = async (alias: string) => {
    const companion = await nodeCompanion();
    companions.push(companion);
    const did = await companion.begin(alias, mediator.did);
    return { companion, did, key: parseDid(did).signingKeyMultibase };
  };
  const alice = await person('Alice');
  const [bob, carol, dave, erin] = [
    await person('Bob'),
    await person('Carol'),
    await person('Dave'),
    await person('Erin'),
  ];
  const { app } = alice.companion;
  const { did: workDid, index } = await app.keyring.addIdentity({ alias: 'Work', mediatorDid: mediator.did });
  await app.registrations.ensure(index);

  const propose = async ({ companion }: typeof bob) => {
    const { requestId } = await proposeContract(companion.app, {
      identityIndex: 0,
      peerDid: alice.did,
      origin: null,
    });
    await companion.drain();
    return requestId;
  };
  const agreed = [await propose(bob), await propose(carol)];
  const requestIds = [await propose(dave), await propose(erin)];
  await alice.companion.sync();
  for (const requestId of agreed) await acceptRequest(app, requestId);
  await alice.companion.drain();

  const named = async (one: typeof bob, asks: typeof bob, requestId = ''): Promise<Named> => {
    const contact = await app.tables.contacts.get(`0/${one.key}`);
    if (contact === undefined) throw new Error('they did not agree');
    const { conversationId } = contact;
    return { dids: [one.did, asks.did], conversationId, requestId, address: makeWallet().address };
  };
  const known = await named(bob, dave, requestIds[0]);
  const unknown = await named(carol, erin, requestIds[1]);

  const people: Caveat = { type: 'peers', value: known.dids };
  const wallet: Caveat = { type: 'peers', value: [known.address] };
  const types: Caveat = { type: 'eventTypes', value: ['chat.*'] };
  return {
    alice: alice.companion,
    aliceDid: alice.did,
    workDid,
    known,
    unknown,
    everything: {
      decentrl_identities: [{ type: 'identities', value: [alice.did] }],
      decentrl_contracts: [people],
      decentrl_events: [people, types, { type: 'direction', value: 'both' }],
      dmtp_send: [wallet, types],
      dmtp_read: [wallet],
    },
    async permit(permissions) {
      await app.grants.revoke(SITE);
      const given = Object.entries(permissions) as [GrantName, Caveat[]][];
      await app.grants.add(
        SITE,
        given.map(([name, caveats]) => ({ id: `given:${name}:${Math.random()}`, name, caveats })),
        { duration: 'until-revoked' },
      );
    },
    async page(method, params, id) {
      // So many requests within a second would be too many.
      alice.companion.clock.move(100);
      await app.approvals.dropOrigin(SITE, { result: null });
      return alice.companion.page(SITE, method, params, id);
    },
    async approve() {
      const [question, ...others] = await alice.companion.popup('approvals_list', undefined);
      if (question === undefined || others.length > 0) throw new Error('there is not one question');
      const { approvalId, digest, identities, durations } = question;
      try {
        await alice.companion.popup('approvals_decide', {
          approvalId,
          digest,
          decision: 'approve',
          identityIndexes: identities.map((one) => one.index).slice(0, 1),
          ...(durations[0] === undefined ? {} : { duration: durations[0] }),
        });
        return null;
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        return error.code;
      }
    },
    async stop() {
      await Promise.all(companions.map((one) => one.stop()));
      await mediator.stop();
    },
  };
}
