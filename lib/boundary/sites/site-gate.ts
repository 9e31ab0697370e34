import type { CompanionEvent, Contract, Identity, Page } from '../../api/decentrl-rpc.ts';
import { grantedIdentities, identityForSite } from '../permissions/granted-identities.ts';
import type { GrantHolder } from '../permissions/site-record.ts';
import type { SiteApp } from './site-app.ts';
import { visibleContracts } from './visible-contracts.ts';
import { type EventQuery, visibleEvents } from './visible-events.ts';

/** What lists pass through before one site sees them: each gives what its permissions of that moment cover. */
export interface SiteGate {
  /** Identities it was granted, in the order they were granted; readable while locked. */
  identities(): Promise<Identity[]>;
  /** Whether a permission names this relationship by its id; readable while locked. */
  knows(conversationId: string): Promise<boolean>;
  /** Relationships and open requests, in no order. */
  contracts(): Promise<Contract[]>;
  events(query: EventQuery): Promise<Page<CompanionEvent>>;
}

/** Makes the gate of one site. */
export function createSiteGate(app: SiteApp, holder: GrantHolder): SiteGate {
  return {
    identities: async () => (await grantedIdentities(app, holder)).map(identityForSite),
    knows: (conversationId) => app.grants.permits(holder, 'decentrl_contracts', { conversationId }),
    contracts: () => visibleContracts(app, holder),
    events: (query) => visibleEvents(app, holder, query),
  };
}
