/**
 * What a method of a page touches, as data: the router reads it out of the parameters, refuses what the permissions of the
 * site do not cover, and gives the handler what it may have and nothing else (security.md T-27). A handler has no other way
 * to a contact, a request or a message.
 */
import type { Contract } from '../../api/decentrl-rpc.ts';
import type { ContactRecord } from '../../domain/records/contact-record.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { MessageStateRecord } from '../../domain/records/message-record.ts';
import type { RequestRecord } from '../../domain/records/request-record.ts';
import type { AddressWant } from '../permissions/authorize-address.ts';
import type { PublicIdentity } from '../permissions/granted-identities.ts';
import type { SiteGate } from './site-gate.ts';
import type { SitePermissions } from './site-permissions.ts';

/** At least one identity. */
export type SomeIdentities = readonly [PublicIdentity, ...PublicIdentity[]];

/** What a call carries, by the kind of its scope. */
export interface Carried {
  none: object;
  permissions: { readonly permissions: SitePermissions };
  /** Those the site was granted, in that order; where none is left the answer is 4100. */
  identity: { readonly identities: SomeIdentities };
  granting: { readonly identities: SomeIdentities; readonly permissions: SitePermissions };
  relationship: {
    readonly contact: ContactRecord;
    readonly identity: PublicIdentity;
    /** The relationship as the site may see it, read now. */
    contract(): Promise<Contract>;
  };
  request: {
    readonly request: RequestRecord;
    readonly identity: PublicIdentity;
    /** The relationship that came of it, read now. */
    contract(): Promise<Contract>;
  };
  address: {
    /** The first the site was granted. */
    readonly identity: PublicIdentity;
    /** An escrow may hold the message without a question. */
    readonly mayHold: boolean;
  };
  message: {
    /** Where it stands as an event, if it ever was one. */
    readonly event: MessageStateRecord | undefined;
    /** Where it stands as a held message, if it ever was one. */
    readonly held: HeldSentRecord | undefined;
  };
  filtered: { readonly gate: SiteGate };
}

export type ScopeKind = keyof Carried;

/** Nothing of the person's. */
interface NoScope {
  readonly kind: 'none';
}

/** The site's own permissions. */
interface PermissionsScope {
  readonly kind: 'permissions';
}

/** The identities the site was granted. */
interface IdentityScope {
  readonly kind: 'identity';
}

/** The same, for a method that gives permissions with its yes. */
interface GrantingScope {
  readonly kind: 'granting';
}

/**
 * A relationship that `decentrl_contracts` covers; with `want` one that `decentrl_events` covers for such an event, which
 * also takes from its `perMinute`.
 */
interface RelationshipScope<P> {
  readonly kind: 'relationship';
  id(p: P): string;
  want?(p: P): { eventType: string; direction: 'in' | 'out' };
}

/** A request that came in from a peer that `decentrl_contracts` covers. */
interface RequestScope<P> {
  readonly kind: 'request';
  id(p: P): string;
}

/** A wallet address that `dmtp_send` covers; with a type it also takes from its `perMinute`. */
interface AddressScope<P> {
  readonly kind: 'address';
  want(p: P): AddressWant;
}

/** A message that this origin sent; where `held`, also one to a wallet address, and one to an address that `dmtp_read` covers. */
interface MessageScope<P> {
  readonly kind: 'message';
  id(p: P): string;
  readonly held: boolean;
}

/** What a filter asks for. A relationship it names must be one the site knows; its types and tags none of the companion's own. */
export interface Filter {
  conversationId?: string | undefined;
  names?: readonly string[];
}

/** Lists that pass through the gate of the site. */
interface FilteredScope<P> {
  readonly kind: 'filtered';
  filter?(p: P): Filter;
}

/** Scopes that read nothing sealed: for methods that answer while the companion is locked. */
export type OpenScope<P> = NoScope | PermissionsScope | FilteredScope<P>;

/** The scope of a method with parameters `P`. */
export type Scope<P> =
  | OpenScope<P>
  | IdentityScope
  | GrantingScope
  | RelationshipScope<P>
  | RequestScope<P>
  | AddressScope<P>
  | MessageScope<P>;

export const nothing: NoScope = { kind: 'none' };
export const ownPermissions: PermissionsScope = { kind: 'permissions' };
export const identity: IdentityScope = { kind: 'identity' };
export const granting: GrantingScope = { kind: 'granting' };

/** The scope of one relationship. */
export function relationship<P>(
  id: RelationshipScope<P>['id'],
  want?: RelationshipScope<P>['want'],
): RelationshipScope<P> {
  return { kind: 'relationship', id, ...(want === undefined ? {} : { want }) };
}

/** The scope of one request. */
export function request<P>(id: RequestScope<P>['id']): RequestScope<P> {
  return { kind: 'request', id };
}

/** The scope of one wallet address. */
export function address<P>(want: AddressScope<P>['want']): AddressScope<P> {
  return { kind: 'address', want };
}

/** The scope of one message. */
export function message<P>(id: MessageScope<P>['id'], { held = false } = {}): MessageScope<P> {
  return { kind: 'message', id, held };
}

/** The scope of a list. */
export function filtered<P>(filter?: FilteredScope<P>['filter']): FilteredScope<P> {
  return { kind: 'filtered', ...(filter === undefined ? {} : { filter }) };
}
