/**
 * Files of lib that write to the database without a change of the domain, and why they may; lib/store, which writes for
 * all of them, is not asked. Everything else goes through `change`.
 */
export const ownWriters: Readonly<Record<string, string>> = {
  'lib/domain/create-transact.ts': 'the change itself',
  'lib/domain/create-domain.ts': 'gives the history to the change, and to everybody else to be read',
  'lib/domain/tables.ts': 'makes the tables that the change writes',
  'lib/domain/device-id.ts': 'which device this is: written once, the same whatever else happens',
  'lib/domain/settings-store.ts': 'settings, in clear, also while locked',
  'lib/domain/chain-settings.ts': 'settings about chains, in clear, also while locked',
  'lib/keys/session.ts': 'one half of the session key, written by the keyring under the domain',
  'lib/keys/vault-copies.ts': 'the vault, written by the keyring under the domain',
  'lib/mediator-client/outbox/outbox-table.ts':
    'the outbox: how often a row was tried is no fact of the domain',
  'lib/mediator-client/registrations.ts': 'when each identity was registered, in clear, also while locked',
  'lib/mediator-client/sync/stored-cursor.ts': 'how far was read: what is lost is read again',
  'lib/anchoring/anchor-rows.ts': 'what the anchor reader remembers: lists that everybody can read',
  'lib/boundary/permissions/site-store.ts': 'permissions of sites, in clear, asked for while locked',
};
