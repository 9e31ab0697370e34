/**
 * Text from outside is shown as text, and only what a person can see of it (security.md T-09). Control characters, bidi
 * controls, zero-width and other invisible characters go; joiners stay only where they change what is seen: inside
 * emoji, and between letters of scripts that are written with them.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/gu;
const PICTOGRAPH_BEFORE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)$/u;
const PICTOGRAPH_AFTER = /^\p{Extended_Pictographic}/u;
const EMOJI_BEFORE = /[\p{Emoji}]$/u;
const JOINING =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}';
const JOINING_BEFORE = new RegExp(`[${JOINING}]$`, 'u');
const JOINING_AFTER = new RegExp(`^[${JOINING}]`, 'u');
const LONG_MARKS = /(\p{M}{4})\p{M}+/gu;

function isSeen(character: string, before: string, after: string): boolean {
  switch (character) {
    case '\n':
    case '\t':
      return true;
    case '\u{FE0E}':
    case '\u{FE0F}':
      return EMOJI_BEFORE.test(before);
    case '\u{200D}':
      if (PICTOGRAPH_BEFORE.test(before) && PICTOGRAPH_AFTER.test(after)) return true;
      return JOINING_BEFORE.test(before) && JOINING_AFTER.test(after);
    case '\u{200C}':
      return JOINING_BEFORE.test(before) && JOINING_AFTER.test(after);
    default:
      return false;
  }
}

/** Gives `text` without anything invisible and with at most four marks a letter; line breaks and tabs stay. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(HIDDEN, (character: string, at: number, whole: string) =>
      isSeen(
        character,
        whole.slice(Math.max(0, at - 2), at),
        whole.slice(at + character.length, at + character.length + 2),
      )
        ? character
        : '',
    )
    .replace(LONG_MARKS, '$1');
}

/** Gives a name on one line: `cleanText`, runs of space as one space, no space at the ends. */
export function cleanName(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** Gives text that will be signed exactly as it is, with everything invisible spelled out as `\\u{…}`; line breaks stay. */
export function spellOut(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
