/** A piece of a message: plain text, or a web address with the host it really leads to. */
export type TextPart =
  | { text: string; href: null; host: null }
  | { text: string; href: string; host: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+/gi;
const TRAILING = /[.,;:!?)\]»”’]+$/;

function plain(text: string): TextPart {
  return { text, href: null, host: null };
}

/** Cuts chat text at its http and https addresses; no other scheme ever becomes a link (security.md T-10). */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (!URL.canParse(address)) continue;
    const url = new URL(address);
    if (match.index > end) parts.push(plain(text.slice(end, match.index)));
    parts.push({ text: address, href: url.href, host: url.host });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push(plain(text.slice(end)));
  return parts;
}

/** True when reading the address would not show where it leads: credentials before the host, or a host that is not spelled out. */
export function hidesHost(part: { text: string; host: string }): boolean {
  return (
    !part.text.toLowerCase().startsWith(`https://${part.host}`) &&
    !part.text.toLowerCase().startsWith(`http://${part.host}`)
  );
}
