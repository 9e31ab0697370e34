import { InvalidParamsError } from '../errors/errors.ts';
import { LIMITS } from '../protocol/wire.ts';
import { displayLine } from './display-text.ts';

/** A name as it goes into a DID: on one line, without invisible characters; null for none. Throws InvalidParamsError above 64 characters. */
export function checkedAlias(alias: string): string | null {
  const name = displayLine(alias, 256);
  if ([...name].length > LIMITS.aliasCodePoints) {
    throw new InvalidParamsError(`A name has at most ${LIMITS.aliasCodePoints} characters.`);
  }
  return name === '' ? null : name;
}
