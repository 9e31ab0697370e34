import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Structured log on standard error. What is logged is chosen field by field and never a command, a payload, a tag, a DID
 * or an address: a log must not be a second record of who talks to whom.
 */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
