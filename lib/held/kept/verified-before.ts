import * as v from 'valibot';

/**
 * A member of an own record that the device of ours which wrote it had verified: taken as it is, since nobody else can
 * write under our store sub-key. Absent members are refused.
 */
export function verifiedBefore<T>() {
  return v.custom<T>((value) => value !== undefined);
}
