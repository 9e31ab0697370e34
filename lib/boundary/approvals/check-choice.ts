import { InvalidParamsError } from '../../errors/errors.ts';
import type { Ask } from '../call/ask-person.ts';
import type { Choice } from './stored-approval.ts';

/**
 * The person's choice, limited to what was offered: identities out of the offered ones (all of a fixed list when none is
 * named), a duration out of the offered ones. Throws -32602 for anything else.
 */
export function checkChoice(ask: Ask, choice: Choice, existing: readonly number[]): Choice {
  const offered = ask.identityIndexes === 'any' ? existing : ask.identityIndexes;
  const unnamed = choice.identityIndexes.length === 0 && ask.identityIndexes !== 'any';
  const identityIndexes = [...new Set(unnamed ? offered : choice.identityIndexes)];
  if (identityIndexes.some((index) => !offered.includes(index) || !existing.includes(index))) {
    throw new InvalidParamsError([
      { path: 'identityIndexes', message: 'names an identity that was not offered' },
    ]);
  }
  if (ask.identityIndexes === 'any' && identityIndexes.length === 0) {
    throw new InvalidParamsError([{ path: 'identityIndexes', message: 'must name at least one identity' }]);
  }
  if (ask.durations.length === 0) return { identityIndexes, duration: 'once' };
  if (!ask.durations.includes(choice.duration)) {
    throw new InvalidParamsError([{ path: 'duration', message: 'was not offered' }]);
  }
  return { identityIndexes, duration: choice.duration };
}
