/**
 * Text from outside is shown only through here: what is left is what a person reads.
 *
 * Bidi controls can turn a name or an amount around, zero-width characters make two names look equal, control
 * characters break lines where none belong (`popup.md` Rules, `threats.md` T-09).
 */

const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// ZWJ and ZWNJ stay only between letters that need them (emoji sequences, Indic and Arabic scripts).
const ZERO_WIDTH = /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;
const LONELY_JOINER = /(?<![\p{L}\p{M}\p{Extended_Pictographic}\ufe0f])[\u200c\u200d]+|[\u200c\u200d]+(?![\p{L}\p{M}\p{Extended_Pictographic}])|[\u200c\u200d]+(?=[\u200c\u200d])/gu;
const LATIN_JOINER = /(?<=\p{Script=Latin})[\u200c\u200d]+|[\u200c\u200d]+(?=\p{Script=Latin})/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const LINE_BREAKS = /\r\n?|[\u2028\u2029\u0085]/g;

/** Returns `text` without bidi controls, invisible and control characters; line breaks become `\n`, tabs stay. */
export function displayText(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_BREAKS, '\n')
    .replace(BIDI_CONTROLS, '')
    .replace(ZERO_WIDTH, '')
    .replace(LATIN_JOINER, '')
    .replace(LONELY_JOINER, '')
    .replace(CONTROLS, '');
}

/** Like `displayText`, on one line: runs of white space become one space; at most `limit` code points (default 200). */
export function displayLine(text: string, limit = 200): string {
  // Cut roughly first, so that 100 KiB of text does not pass six expressions for one line of a list.
  const line = displayText(text.slice(0, limit * 8)).replace(/\s+/gu, ' ').trim();
  const points = Array.from(line);
  return points.length <= limit ? line : `${points.slice(0, limit - 1).join('')}…`;
}
