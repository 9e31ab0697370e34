/**
 * Two names with the same skeleton look alike and are marked as ambiguous (`popup.md` *Rules*, `security.md` T-74).
 *
 * A short table of the letters and digits that are taken for one another in common interface fonts, after NFKD and
 * case folding; not the whole of UTS 39. It errs to the side of marking.
 */
import { displayLine } from '../domain/display-text.ts';

/** Latin target → characters that look like it (after lower-casing and removing marks). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'аɑα@4ạ',
  b: 'Ьь8ƅвβ',
  c: 'сϲⅽᴄ',
  d: 'ԁⅾɗ',
  e: 'еҽ3єεɛ',
  f: 'ƒϝ',
  g: 'ɡց9ǥ',
  h: 'һհнη',
  i: 'іıɩιl1|!ǀӏⅰⅼ׀łjјϳ',
  k: 'кκᴋ',
  m: 'мⅿϻ',
  n: 'пոи',
  o: 'оο0օσθөᴏøዐ০०',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гᴦ',
  s: 'ѕ5$ꜱ',
  t: 'тτ7',
  u: 'υսᴜцμ',
  v: 'νѵⅴ',
  w: 'ԝшωɯ',
  x: 'хχⅹ×',
  y: 'уүγʏ',
  z: '2ᴢ',
};

const REPLACEMENT = new Map<string, string>();
for (const [latin, others] of Object.entries(LOOKALIKES)) {
  for (const other of others) REPLACEMENT.set(other, latin);
}

/** Returns the skeleton of a name: equal skeletons look alike. Empty for a name without visible letters. */
export function confusableSkeleton(name: string): string {
  const folded = displayLine(name).normalize('NFKD').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  let skeleton = '';
  for (const point of folded) {
    if (/[\s._\-'’`·]/u.test(point)) continue;
    skeleton += REPLACEMENT.get(point) ?? point;
  }
  return skeleton.replaceAll('rn', 'm').replaceAll('vv', 'w');
}
