import type { CommandClient } from '../mediator-client/send-command.ts';
import type { DomainReads } from './domain-reads.ts';
import type { Tx } from './tx.ts';

/**
 * What every state machine of the companion works on, outside a change. Everything in here reads, or asks somebody; what
 * is written goes through `change`. Made once per wake by `createDomain`.
 */
export interface Domain extends DomainReads {
  readonly commands: CommandClient;
  /** See `change`, which is how it is called. */
  transact<T>(work: (tx: Tx) => Promise<T>, quiet: boolean): Promise<T>;
}
