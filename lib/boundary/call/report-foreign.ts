import { DecentrlError } from '../../errors/errors.ts';

/** Told of every error that is not of the tree: it left as -32603 without a word of its own. */
export type ErrorReport = (method: string, error: unknown) => void;

/** Tells `report` of an error that nobody foresaw, with the method of the message it came from, as far as there is one. */
export function reportForeign(report: ErrorReport | undefined, message: unknown, error: unknown): void {
  if (report === undefined || error instanceof DecentrlError) return;
  const method = typeof message === 'object' && message !== null && 'method' in message ? message.method : '';
  report(typeof method === 'string' ? method.slice(0, 64) : '', error);
}
