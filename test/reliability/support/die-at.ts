/**
 * Loaded into a mediator before everything else (`--import`): ends its process by SIGKILL at one statement of its
 * database, named by `DIE_AT`. The mediator knows nothing of it.
 */
import { StatementSync } from 'node:sqlite';
import type { Death } from './escrow-deaths.ts';

const death = JSON.parse(process.env.DIE_AT ?? 'null') as Death | null;

if (death !== null) {
  const { sql, value, nth, when } = death;
  let left = nth;
  let inTransaction = false;
  const die = () => process.kill(process.pid, 'SIGKILL');
  const prototype = StatementSync.prototype as unknown as Record<
    'run' | 'all',
    (...parameters: unknown[]) => unknown
  >;
  for (const method of ['run', 'all'] as const) {
    const original = prototype[method];
    prototype[method] = function (this: StatementSync, ...parameters: unknown[]) {
      const text = this.sourceSQL;
      const isNamed = text.startsWith(sql) && (value === undefined || parameters.slice(0, 2).includes(value));
      if (isNamed && --left === 0) {
        if (when === 'before') die();
        inTransaction = true;
      }
      if (inTransaction && text === 'rollback') inTransaction = false;
      const ends = inTransaction && text === 'commit';
      if (ends && when === 'before the commit') die();
      const result = original.apply(this, parameters);
      if (ends) die();
      return result;
    };
  }
}
