import type { Escrow } from '../escrow/escrow.ts';
import type { Hub } from '../hints/hub.ts';
import type { MediatorKeys } from '../keys/mediator-keys.ts';
import type { Log } from '../platform/log.ts';
import type { Rates } from '../rates/rates.ts';
import type { Limits } from '../settings/limits.ts';
import type { GroupCommit } from '../store/database/group-commit.ts';
import type { Database } from '../store/database/schema.ts';
import type { Nonces } from '../store/replay/nonces.ts';

/** What all parts of one running mediator share. */
export interface MediatorContext {
  db: Database;
  store: GroupCommit;
  keys: MediatorKeys;
  mediatorDid: string;
  limits: Limits;
  /** Null when this mediator is no escrow. */
  escrow: Escrow | null;
  /** Whether index files are made and anchored here. */
  isAnchoring: boolean;
  rates: Rates;
  nonces: Nonces;
  hub: Hub;
  log: Log;
  /** Milliseconds. */
  clock(): number;
}
