import type { Keyring } from '../keys/keyring.ts';
import type { Clock } from '../platform/clock.ts';
import { LIMITS } from '../protocol/wire.ts';
import type { Database } from '../store/database.ts';
import { createPlainTable } from '../store/plain-table.ts';
import { registerIdentity } from './register-identity.ts';
import type { MediatorDirectory } from './resolve-mediator.ts';
import type { CommandClient } from './send-command.ts';

interface Registration {
  mediatorDid: string;
  /** Whole seconds. */
  timestamp: number;
  expiresAt: number;
}

/** The contracts of our identities with their mediators (`protocol.md` §4.9). */
export interface Registrations {
  /**
   * Registers an identity if it is not, or renews a registration older than 30 days; with its own mediator, or with
   * `mediatorDid` to use the escrow there. Throws as `CommandClient.send`.
   */
  ensure(index: number, mediatorDid?: string): Promise<void>;
  /** Registers in any case: its mediator says that it does not know the identity. */
  renew(index: number): Promise<void>;
  /** Tells, also while locked, whether the identity has a registration that has not run out. */
  has(index: number, mediatorDid: string): Promise<boolean>;
}

/** Makes the registrations; when each was made is kept in clear, since the vault's profiles are as well. */
export function createRegistrations(deps: {
  db: Database;
  keyring: Pick<Keyring, 'identity' | 'blind'>;
  commands: CommandClient;
  directory: MediatorDirectory;
  clock: Clock;
  changed: () => void;
}): Registrations {
  const { db, keyring, clock } = deps;
  const table = createPlainTable<Registration>(db, 'meta');
  const keyOf = (index: number) => `registration/${index}`;
  const running = new Map<string, Promise<void>>();

  async function register(row: string, index: number, mediatorDid: string | undefined): Promise<void> {
    const keys = await keyring.identity(index);
    const { contract } = await registerIdentity(deps, keys, mediatorDid);
    const { timestamp, expires_at: expiresAt } = contract;
    // An escrow is not named in clear: the row's own name says which it is.
    const name = mediatorDid === undefined ? keys.did.mediatorDid : '';
    await table.put(row, { mediatorDid: name, timestamp, expiresAt });
    deps.changed();
  }

  /** `row`: where it is kept; by its name, so that nobody registers twice at once. */
  function registerOnce(row: string, index: number, mediatorDid?: string): Promise<void> {
    const known = running.get(row) ?? register(row, index, mediatorDid).finally(() => running.delete(row));
    running.set(row, known);
    return known;
  }

  const renew = (index: number) => registerOnce(keyOf(index), index);

  return {
    renew,
    async ensure(index, mediatorDid) {
      const keys = await keyring.identity(index);
      const isOwn = mediatorDid === undefined || mediatorDid === keys.did.mediatorDid;
      // Which escrow somebody uses is nobody's business who finds the profile, so its row has a blinded name.
      const row = isOwn ? keyOf(index) : `registration/${await keyring.blind(`${index}/${mediatorDid}`)}`;
      const known = await table.get(row);
      const now = Math.floor(clock.now() / 1000);
      const isFresh =
        known !== undefined &&
        (!isOwn || known.mediatorDid === keys.did.mediatorDid) &&
        known.timestamp + LIMITS.renewRegistrationAfter > now &&
        known.expiresAt > now;
      if (!isFresh) await registerOnce(row, index, isOwn ? undefined : mediatorDid);
    },
    async has(index, mediatorDid) {
      const known = await table.get(keyOf(index));
      return known?.mediatorDid === mediatorDid && known.expiresAt * 1000 > clock.now();
    },
  };
}
