import { ContractRequiredError, EventTypeNotPermittedError, UnauthorizedError } from '../../errors/errors.ts';
import type { PageCall } from '../call/page-call.ts';
import { authorizeAddress } from '../permissions/authorize-address.ts';
import { authorizeEvent, RELATIONSHIP_GRANTS } from '../permissions/authorize-event.ts';
import { isReservedName } from '../permissions/caveats.ts';
import { grantedIdentities, type PublicIdentity } from '../permissions/granted-identities.ts';
import { contractWithPeer } from './contract-for-site.ts';
import { ownIdentity } from './own-identity.ts';
import { relationshipOf, wantOf } from './relationship-of.ts';
import type { Carried, Scope, ScopeKind, SomeIdentities } from './scope.ts';
import type { SiteApp } from './site-app.ts';
import { createSiteGate } from './site-gate.ts';
import { createSitePermissions } from './site-permissions.ts';

type ScopeOf<K extends ScopeKind> = Extract<Scope<unknown>, { readonly kind: K }>;

type Resolve<K extends ScopeKind> = (
  app: SiteApp,
  scope: ScopeOf<K>,
  call: PageCall,
  p: unknown,
  counted: boolean,
) => Promise<Carried[K]>;

const RESOLVE: { readonly [K in ScopeKind]: Resolve<K> } = {
  none: async () => ({}),
  permissions: async (app, _scope, call) => ({ permissions: createSitePermissions(app, call) }),
  identity: async (app, _scope, call) => ({ identities: await someIdentities(app, call) }),
  granting: async (app, _scope, call) => ({
    identities: await someIdentities(app, call),
    permissions: createSitePermissions(app, call),
  }),

  async relationship(app, scope, call, p, counted) {
    const conversationId = scope.id(p);
    const found = await relationshipOf(app, conversationId);
    const reach = found === undefined ? { conversationId } : wantOf(found);
    if (scope.want !== undefined)
      await authorizeEvent(counting(app, counted), call, { ...reach, ...scope.want(p) });
    else if (found === undefined || !(await app.grants.permits(call, 'decentrl_contracts', reach)))
      throw new UnauthorizedError();
    // Named by a permission, and not there (any more).
    if (found === undefined) throw new ContractRequiredError();
    return { ...found, contract: () => contractWithPeer(app, call, found.contact) };
  },

  async request(app, scope, call, p) {
    const request = await app.tables.requests.get(scope.id(p));
    if (request === undefined || request.direction !== 'in') throw new UnauthorizedError();
    const { identityIndex, peerDid, peerSigningKey: signingKey } = request;
    const identity = await ownIdentity(app, identityIndex);
    const want = { identity: identity.did, peers: [peerDid] };
    if (!(await app.grants.permits(call, 'decentrl_contracts', want))) throw new UnauthorizedError();
    return { request, identity, contract: () => contractWithPeer(app, call, { identityIndex, signingKey }) };
  },

  async address(app, scope, call, p, counted) {
    const [identity] = await someIdentities(app, call);
    const want = { ...scope.want(p), identity: identity.did };
    return { identity, ...(await authorizeAddress(counting(app, counted), call, want)) };
  },

  async message(app, scope, call, p) {
    const id = scope.id(p);
    const event = await app.tables.message_state.get(id);
    if (!scope.held) {
      if (event?.origin !== call.origin) throw new UnauthorizedError();
      return { event, held: undefined };
    }
    const held = await app.tables.held_sent.get(id);
    const isOwn = (held ?? event)?.origin === call.origin && (await app.grants.has(call, ['dmtp_send']));
    if (isOwn) return { event, held };
    if (held === undefined) throw new UnauthorizedError();
    const { did } = await ownIdentity(app, held.identityIndex);
    const want = { peers: [held.address], identity: did };
    if (!(await app.grants.permits(call, 'dmtp_read', want))) throw new UnauthorizedError();
    return { event, held };
  },

  async filtered(app, scope, call, p) {
    const { conversationId, names = [] } = scope.filter?.(p) ?? {};
    if (conversationId !== undefined) {
      const found = await relationshipOf(app, conversationId);
      const want = found === undefined ? { conversationId } : wantOf(found);
      if (!(await app.grants.reaches(call, RELATIONSHIP_GRANTS, want))) throw new UnauthorizedError();
    }
    if (names.some(isReservedName)) throw new EventTypeNotPermittedError();
    return { gate: createSiteGate(app, call) };
  },
};

function counting({ grants, rateLimits }: SiteApp, counted: boolean) {
  return { grants, rateLimits: counted ? null : rateLimits };
}

async function someIdentities(app: SiteApp, call: PageCall): Promise<SomeIdentities> {
  const [first, ...others] = await grantedIdentities(app, call);
  if (first === undefined) throw new UnauthorizedError();
  return [first, ...others];
}

/**
 * What a call may have of what its parameters name. Throws the uniform 4100 for what is not there as for what no permission
 * covers, 4314 for a type or tag that is not permitted, -32005 above a `perMinute` caveat, LockedError. `counted`: what a caveat
 * `perMinute` counts was counted when the person was asked.
 */
export function resolveScope<K extends ScopeKind>(
  app: SiteApp,
  scope: Scope<unknown> & { readonly kind: K },
  call: PageCall,
  p: unknown,
  { counted }: { counted: boolean },
): Promise<Carried[K]> {
  const resolve: Resolve<K> = RESOLVE[scope.kind];
  return resolve(app, scope as ScopeOf<K>, call, p, counted);
}

/**
 * Throws the uniform 4100 when the person chose an identity that the site may not use (any more). A scope that carries no
 * identity is about granting one: there the choice is the person's alone.
 */
export function assertStillGranted(carried: Carried[ScopeKind], chosen: readonly number[]): void {
  const left: readonly PublicIdentity[] | null =
    'identities' in carried ? carried.identities : 'identity' in carried ? [carried.identity] : null;
  if (left === null) return;
  if (chosen.some((index) => left.every((one) => one.index !== index))) throw new UnauthorizedError();
}
