/**
 * Text from outside is shown only through here: what is left is what a person reads.
 *
 * Bidi controls can turn a name or an amount around, zero-width characters make two names look equal, control
 * characters break lines where none belong (`popup.md` *Rules*, `security.md` T-09).
 */

const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const INVISIBLE =
  /\u034f|[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]/g;
// Khmer inherent vowels, Mongolian and other variation selectors but those of emoji, and the tag block.
const INVISIBLE_MARKS = /\u17b4|\u17b5|[\u180b-\u180d\u180f]|[\ufe00-\ufe0d]|[\u{e0000}-\u{e0fff}]/gu;
/** Joiners mean something between letters of the scripts that join and inside emoji; anywhere else they only hide. */
const JOINERS = /(?:\u200c|\u200d)+/g;
const JOINS = /[\p{L}\p{M}\p{Extended_Pictographic}]/u;
const LATIN = /\p{Script=Latin}/u;
const EMOJI_STYLE = '\ufe0f';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const LINE_BREAKS = /\r\n?|[\u2028\u2029\u0085]/g;

/** Returns `text` without bidi controls, invisible and control characters; line breaks become `\n`, tabs stay. */
export function displayText(text: string): string {
  const visible = text
    .toWellFormed()
    .replace(LINE_BREAKS, '\n')
    .replace(BIDI_CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(INVISIBLE_MARKS, '')
    .replace(CONTROLS, '');
  return visible.replace(JOINERS, keepJoiner);
}

function keepJoiner(joiners: string, at: number, text: string): string {
  const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
  const after = Array.from(text.slice(at + joiners.length, at + joiners.length + 2))[0] ?? '';
  const joins = (before === EMOJI_STYLE || JOINS.test(before)) && JOINS.test(after);
  return joins && !LATIN.test(before) && !LATIN.test(after) ? joiners.slice(0, 1) : '';
}

/** Like `displayText`, on one line: runs of white space become one space; at most `limit` code points (default 200). */
export function displayLine(text: string, limit = 200): string {
  // Cut roughly first, so that 100 KiB of text does not pass every expression for one line of a list.
  const line = displayText(text.slice(0, limit * 8))
    .replace(/\s+/gu, ' ')
    .trim();
  const points = Array.from(line);
  return points.length <= limit ? line : `${points.slice(0, limit - 1).join('')}…`;
}
