import type { IsCommonPassword } from './common-passwords.ts';

/** What `checkPassword` says: `score` 0 (refused) to 4 (strong) for the meter, and the rule that is broken, or null. */
export interface PasswordVerdict {
  score: number;
  problem: string | null;
}

/** Shortest accepted password, in characters after NFKC. */
export const PASSWORD_LENGTH = 12;

/** Characters that follow each other on the keyboard, in the alphabet or by number, forwards; also read backwards. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
];
const NEIGHBOURS = new Set(
  ROWS.flatMap((row) => [...row].slice(1).flatMap((next, at) => [`${row[at]}${next}`, `${next}${row[at]}`])),
);

/** Length of the longest stretch in which every character repeats the one before, or continues a row in it. */
function longestRun(characters: readonly string[]): number {
  let longest = 0;
  let same = 0;
  let row = 0;
  characters.forEach((character, at) => {
    const before = characters[at - 1];
    same = character === before ? same + 1 : 1;
    row = before !== undefined && NEIGHBOURS.has(before + character) ? row + 1 : 1;
    longest = Math.max(longest, same, row);
  });
  return longest;
}

/** How many characters at most are covered by one piece repeated without a gap (`abcabcabc…` 9), 0 without a repetition. */
function longestRepeat(characters: readonly string[]): number {
  let longest = 0;
  for (let period = 1; period * 2 <= characters.length; period++) {
    let matched = 0;
    for (let at = period; at < characters.length; at++) {
      matched = characters[at] === characters[at - period] ? matched + 1 : 0;
      if (matched >= period) longest = Math.max(longest, matched + period);
    }
  }
  return longest;
}

/** What remains when decoration is taken off both ends: `!!Dragon2024` is `dragon`. */
function core(password: string): string {
  return password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/**
 * Judges a password by the rules the meter shows (security.md *Keys*): at least 12 characters, not among the commonest (nor
 * one of those with digits and signs around it), no run or repetition over more than half of it. The score counts length
 * and kinds of characters beyond that. Normalised (NFKC) like the vault does. `isCommonPassword` is read from a file.
 */
export function checkPassword(password: string, isCommonPassword: IsCommonPassword): PasswordVerdict {
  // Beyond this no rule changes, and a pasted book must not stop the background.
  const characters = [...password.normalize('NFKC').toLowerCase()].slice(0, 256);
  const text = characters.join('');
  const refuse = (problem: string) => ({ score: 0, problem });
  if (characters.length < PASSWORD_LENGTH) return refuse(`Use at least ${PASSWORD_LENGTH} characters.`);
  if (!text.isWellFormed()) return refuse('This contains characters that cannot be typed again.');
  if (isCommonPassword(text)) return refuse('This is one of the most common passwords.');
  if (core(text) !== text && isCommonPassword(core(text)))
    return refuse('This is a common password with something around it.');
  if (longestRun(characters) * 2 > characters.length)
    return refuse('More than half of this is a row like 12345 or aaaa.');
  if (longestRepeat(characters) * 2 > characters.length)
    return refuse('More than half of this repeats itself.');
  return { score: score(password.normalize('NFKC'), characters), problem: null };
}

function score(password: string, characters: readonly string[]): number {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  const points = Math.min(characters.length, new Set(characters).size * 2) + kinds * 2;
  return points < 18 ? 1 : points < 22 ? 2 : points < 26 ? 3 : 4;
}
