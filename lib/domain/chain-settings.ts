import { DEFAULT_ANCHOR_SETTINGS } from '../anchor/anchor-settings.ts';
import type { ChainSettings } from '../api/popup/popup-rpc.ts';
import type { Database } from '../store/database.ts';
import { createPlainTable } from '../store/plain-table.ts';

/** Polygon, read through public endpoints that need not be trusted; no further chains, no names. */
export const DEFAULT_CHAIN_SETTINGS: ChainSettings = {
  ...DEFAULT_ANCHOR_SETTINGS,
  rpcUrls: [...DEFAULT_ANCHOR_SETTINGS.rpcUrls],
  gateways: [...DEFAULT_ANCHOR_SETTINGS.gateways],
  chains: {},
  ensRpcUrl: null,
};

const KEY = 'chain';

/** The person's settings about chains; nothing in them is secret. */
export interface ChainSettingsStore {
  get(): Promise<ChainSettings>;
  /** Changes what is given. */
  set(settings: Partial<ChainSettings>): Promise<ChainSettings>;
}

/** Makes the store over the plain table of settings. */
export function createChainSettings(db: Database): ChainSettingsStore {
  const table = createPlainTable<Partial<ChainSettings>>(db, 'settings');
  const get = async () => ({ ...DEFAULT_CHAIN_SETTINGS, ...(await table.get(KEY)) });
  return {
    get,
    async set(settings) {
      await table.put(KEY, { ...(await table.get(KEY)), ...settings });
      return get();
    },
  };
}
