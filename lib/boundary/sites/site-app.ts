import type { Domain } from '../../domain/domain.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { PageChannel } from '../call/page-channel.ts';
import type { IdentitySource } from '../permissions/granted-identities.ts';
import type { Grants } from '../permissions/grants.ts';
import type { RateLimits } from '../permissions/rate-limits.ts';

/** What decides what a site may touch. The router has it; a page's handler has what its scope gives. */
export interface SiteApp extends Pick<Domain, 'tables' | 'history' | 'clock'> {
  readonly keyring: IdentitySource['keyring'];
  readonly changes: { popup(topic: 'sites'): void };
  readonly grants: Grants;
  readonly rateLimits: RateLimits;
  readonly approvals: Pick<Approvals, 'dropOrigin'>;
  readonly pages: PageChannel;
}
