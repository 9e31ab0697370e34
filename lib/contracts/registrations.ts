import type { Keyring } from '../keys/keyring.ts';
import { registerIdentity } from '../mediator/register-identity.ts';
import type { MediatorDirectory } from '../mediator/resolve-mediator.ts';
import type { CommandClient } from '../mediator/send-command.ts';
import type { Clock } from '../platform/clock.ts';
import { LIMITS } from '../protocol/wire.ts';
import type { Database } from '../store/database.ts';
import { createPlainTable } from '../store/plain-table.ts';

interface Registration {
  mediatorDid: string;
  /** Whole seconds. */
  timestamp: number;
  expiresAt: number;
}

/** The contracts of our identities with their mediators (`protocol.md` §4). */
export interface Registrations {
  /** Registers an identity if it is not, or renews a registration older than 30 days. Throws as `CommandClient.send`. */
  ensure(index: number): Promise<void>;
  /** Registers in any case: its mediator says that it does not know the identity. */
  renew(index: number): Promise<void>;
  /** Tells, also while locked, whether the identity has a registration that has not run out. */
  has(index: number, mediatorDid: string): Promise<boolean>;
}

/** Makes the registrations; when each was made is kept in clear, since the vault's profiles are as well. */
export function createRegistrations(deps: {
  db: Database;
  keyring: Pick<Keyring, 'identity'>;
  commands: CommandClient;
  directory: MediatorDirectory;
  clock: Clock;
  changed: () => void;
}): Registrations {
  const { db, keyring, clock } = deps;
  const table = createPlainTable<Registration>(db, 'meta');
  const keyOf = (index: number) => `registration/${index}`;
  const running = new Map<number, Promise<void>>();

  async function register(index: number): Promise<void> {
    const keys = await keyring.identity(index);
    const { contract } = await registerIdentity(deps, keys);
    const { timestamp, expires_at: expiresAt } = contract;
    await table.put(keyOf(index), { mediatorDid: keys.did.mediatorDid, timestamp, expiresAt });
    deps.changed();
  }

  function renew(index: number): Promise<void> {
    const known = running.get(index) ?? register(index).finally(() => running.delete(index));
    running.set(index, known);
    return known;
  }

  return {
    renew,
    async ensure(index) {
      const [known, keys] = await Promise.all([table.get(keyOf(index)), keyring.identity(index)]);
      const now = Math.floor(clock.now() / 1000);
      const isFresh =
        known !== undefined &&
        known.mediatorDid === keys.did.mediatorDid &&
        known.timestamp + LIMITS.renewRegistrationAfter > now &&
        known.expiresAt > now;
      if (!isFresh) await renew(index);
    },
    async has(index, mediatorDid) {
      const known = await table.get(keyOf(index));
      return known?.mediatorDid === mediatorDid && known.expiresAt * 1000 > clock.now();
    },
  };
}
