import type { Registrations } from '../mediator-client/registrations.ts';
import type { MediatorDirectory } from '../mediator-client/resolve-mediator.ts';
import type { Fetch } from '../net/fetch-capped.ts';
import type { ChainSettingsStore } from './chain-settings.ts';
import type { Domain } from './domain.ts';

/** The domain with those it asks outside beside its mediators: what wallets, anchoring and held messages work on. */
export interface ConnectedDomain extends Domain {
  /** Documents of mediators. */
  readonly directory: Pick<MediatorDirectory, 'resolve'>;
  readonly registrations: Pick<Registrations, 'ensure'>;
  readonly chainSettings: Pick<ChainSettingsStore, 'get'>;
  /** For chains; mediators are asked through `commands`. */
  readonly fetch: Fetch;
}
