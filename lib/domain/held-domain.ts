import type { Registrations } from '../mediator-client/registrations.ts';
import type { MediatorDirectory } from '../mediator-client/resolve-mediator.ts';
import type { Fetch } from '../net/fetch-capped.ts';
import type { ChainSettingsStore } from './chain-settings.ts';
import type { Domain } from './domain.ts';

/** What messages to wallet addresses work on, beside the domain. */
export interface HeldDomain extends Domain {
  readonly directory: MediatorDirectory;
  readonly registrations: Pick<Registrations, 'ensure'>;
  readonly chainSettings: ChainSettingsStore;
  /** For chains; mediators are asked through `commands`. */
  readonly fetch: Fetch;
}
