import type { Domain } from '../domain/domain.ts';
import { openOwnEvents } from '../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { tagBlob } from '../protocol/tags.ts';
import { LIMITS, RESERVED } from '../protocol/wire.ts';
import { importContractKeys } from '../relationships/import-contract-keys.ts';
import { receiveContracts } from './receive-contracts.ts';

/** More pages than this is a mediator that never ends. */
const MOST_PAGES = 1_000;

/**
 * Reads the keys (reserved tag `decentrl.contract`) and then the contracts the own mediator holds, as after a restore or
 * when an event cannot be opened (`protocol.md` §6.8, §7.7). Throws as `CommandClient.send`.
 */
export async function fetchContracts(domain: Domain, keys: IdentityKeys): Promise<void> {
  await fetchContractKeys(domain, keys);
  const { mediatorDid } = keys.did;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const reply: Awaited<ReturnType<typeof ask>> = await ask(cursor);
    await receiveContracts(domain, keys, reply.contracts);
    cursor = reply.next_cursor;
    if (cursor === null) return;
  }

  function ask(at: string | null) {
    return domain.commands.send<'QUERY_COMMUNICATION_CONTRACTS'>(keys, mediatorDid, {
      channel: 'DIRECT_AUTHENTICATED',
      recipientDid: mediatorDid,
      payload: { type: 'QUERY_COMMUNICATION_CONTRACTS', limit: LIMITS.page, cursor: at },
    });
  }
}

async function fetchContractKeys(domain: Domain, keys: IdentityKeys): Promise<void> {
  const { mediatorDid } = keys.did;
  const tags = [await tagBlob(keys.tag, RESERVED.contract)];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const reply: Awaited<ReturnType<typeof ask>> = await ask(cursor);
    await importContractKeys(domain, keys, await openOwnEvents(domain, keys, reply.events));
    cursor = reply.next_cursor;
    if (cursor === null) return;
  }

  function ask(at: string | null) {
    return domain.commands.send<'QUERY_EVENTS'>(keys, mediatorDid, {
      channel: 'DIRECT_AUTHENTICATED',
      recipientDid: mediatorDid,
      payload: { type: 'QUERY_EVENTS', tags, order: 'asc', limit: LIMITS.page, cursor: at },
    });
  }
}
