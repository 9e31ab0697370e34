import { DecentrlError, StorageError } from '../../errors/errors.ts';
import { UnreachableError } from '../../net/unreachable-error.ts';
import { CommandRefusedError } from '../command-refused-error.ts';

const REFUSALS: Record<string, string> = {
  NOT_REGISTERED: 'This identity is not registered with its mediator.',
  RATE_LIMITED: 'The mediator asks to wait a little.',
  TIMESTAMP_OUT_OF_RANGE: 'The clock of this device and that of the mediator do not agree.',
  INVALID_SIGNATURE: 'The mediator does not accept the signature of this identity.',
  INTERNAL_ERROR: 'The mediator has trouble of its own. It is asked again soon.',
};

/** What stands in the way of a sync, as a sentence for the person; nothing of what the mediator wrote is in it. */
export function syncProblem(error: unknown): string {
  if (error instanceof UnreachableError || error instanceof StorageError) return error.message;
  if (error instanceof CommandRefusedError) {
    return REFUSALS[error.reason] ?? 'The mediator refuses to hand over what it holds.';
  }
  return error instanceof DecentrlError ? error.message : 'What the mediator holds could not be read.';
}
