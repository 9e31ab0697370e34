import { expect, it } from 'vitest';
import { act, type PageApp } from '../../../lib/boundary/app/page-app.ts';
import { type PageMethods, pageMethod } from '../../../lib/boundary/handlers/method/page-method.ts';
import { identities } from '../../../lib/boundary/handlers/page/identities.ts';
import { requestIdentities } from '../../../lib/boundary/handlers/page/request-identities.ts';
import { sendEvent } from '../../../lib/boundary/handlers/page/send-event.ts';
import { contractId, none } from '../../../lib/boundary/handlers/params/shared.ts';
import { announcePermissions } from '../../../lib/boundary/sites/announce-permissions.ts';
import { filtered, identity, nothing, relationship } from '../../../lib/boundary/sites/scope.ts';
import type { Domain } from '../../../lib/domain/domain.ts';

// What `tsc` refuses: each of these lines is an error that is expected, so one that compiles is an error as well.

/** A handler that reaches for what decides what a site may touch. */
const reaches = (app: PageApp) => [
  // @ts-expect-error no permissions
  app.grants,
  // @ts-expect-error no counters
  app.rateLimits,
  // @ts-expect-error no contacts, requests, messages
  app.tables,
  // @ts-expect-error no history
  app.history,
  // @ts-expect-error no keys
  app.keyring,
  // @ts-expect-error an operation on the spot sees nothing of the domain
  act(app, (domain) => domain.tables),
  // @ts-expect-error an operation on permissions is none of a handler's
  act(app, announcePermissions, 'https://dapp.example'),
  // @ts-expect-error an operation takes its own arguments
  act(app, (_domain: Pick<Domain, 'clock'>, _seconds: number) => 0, 'seconds'),
];

/** Methods that do not fit their types, their facts or their scope. */
const unfit = () => [
  // @ts-expect-error no scope
  pageMethod('decentrl_identities', { params: none, handle: async () => [] }),
  pageMethod('decentrl_identities', {
    params: none,
    scope: filtered(),
    // @ts-expect-error a contact comes with the scope of a relationship only
    handle: async (_app, { contact }) => contact,
  }),
  pageMethod('decentrl_renewContract', {
    params: contractId,
    // @ts-expect-error a page's `contractId` is a `conversationId` inside
    scope: relationship((p) => p.contractId),
    handle: async (_app, { contract }) => contract(),
    perform: async (_app, { contract }) => contract(),
  }),
  // @ts-expect-error a scope that reads what is sealed, where the method answers while locked
  pageMethod('decentrl_identities', { params: none, scope: identity, handle: async () => [] }),
  // @ts-expect-error the place of another method, of which only the name is another
  { decentrl_identities: requestIdentities } satisfies Pick<PageMethods, 'decentrl_identities'>,
  // @ts-expect-error asks, and carries out nothing
  pageMethod('decentrl_declineContract', { params: none, scope: nothing, handle: async () => null }),
];

it('T-27 what forgets to ask does not compile', () => {
  // They are there for the compiler; run, they would throw.
  expect([reaches, unfit].map((one) => typeof one)).toEqual(['function', 'function']);
});

it('a method says what it touches', () => {
  expect([identities.scope.kind, sendEvent.scope.kind]).toEqual(['filtered', 'relationship']);
});
