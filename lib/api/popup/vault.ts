/** The vault: making, opening and closing it, its words and its password, and the storage it lies in. */
import type { Did } from '../decentrl-rpc.ts';
import type { Facts } from './facts.ts';

/** What the popup asks about the vault, by method. */
export interface VaultRpc {
  /** Rules and strength of a password, for the meter. `score` 0…4; `problem` null when acceptable. */
  password_check: { params: { password: string }; result: { score: number; problem: string | null } };
  vault_create: { params: { alias: string; mediatorDid: Did; password: string }; result: { did: Did } };
  vault_restore: {
    params: { words: string; mediatorDid: Did; password: string };
    result: { identities: number };
  };
  vault_unlock: { params: { password: string }; result: null };
  vault_lock: { params: undefined; result: null };
  vault_revealWords: { params: { password: string }; result: { words: string[] } };
  vault_confirmWords: { params: { words: string }; result: { confirmed: boolean } };
  vault_changePassword: { params: { password: string; newPassword: string }; result: null };
  /** Removes everything from this browser; `confirmation` must be the word the screen asks for: `delete`. */
  vault_erase: { params: { confirmation: string }; result: null };
  /** Where the database cannot be opened (4334): goes on with an empty one beside it. The vault is kept. */
  storage_reset: { params: undefined; result: null };
}

/** What is true of these methods. */
export const vault = {
  password_check: { needs: 'nothing', person: false, repeatable: true, topics: [] },
  // The second time there is a vault already, which would read as a failure.
  vault_create: { needs: 'nothing', person: false, repeatable: false, topics: [] },
  // As above.
  vault_restore: { needs: 'nothing', person: false, repeatable: false, topics: [] },
  // A wrong password counts, and would count twice.
  vault_unlock: { needs: 'nothing', person: false, repeatable: false, topics: [] },
  vault_lock: { needs: 'nothing', person: false, repeatable: true, topics: [] },
  // As `vault_unlock`.
  vault_revealWords: { needs: 'unlocked', person: true, repeatable: false, topics: [] },
  vault_confirmWords: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  // The second time the old password is wrong.
  vault_changePassword: { needs: 'unlocked', person: true, repeatable: false, topics: [] },
  // Asked again it would erase what was begun meanwhile.
  vault_erase: { needs: 'nothing', person: false, repeatable: false, topics: [] },
  // Where the storage opens, nothing happens.
  storage_reset: { needs: 'nothing', person: false, repeatable: true, topics: [] },
} as const satisfies Facts<VaultRpc>;
