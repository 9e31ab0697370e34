/** A relative link of a Markdown text: a path, an anchor, or both. */
export interface Link {
  path: string;
  anchor: string;
  at: number;
}

const LINK = /\[(?:[^\][]|\[[^\]]*\])*\]\(<?([^()\s>]+)>?(?:\s+"[^"]*")?\)|(?:src|href)="([^"]+)"/g;

/** Fenced blocks, and code that only looks like a link. */
const CODE = /^(```|~~~)[\s\S]*?^\1|`[^`\n]*\]\([^`\n]*`/gm;

/** Finds the relative links and pictures of a Markdown text; what has a scheme is not ours to follow. */
export function findLinks(text: string): Link[] {
  const found: Link[] = [];
  const prose = text.replace(CODE, blank);
  for (const match of prose.matchAll(LINK)) {
    const target = match[1] ?? match[2] ?? '';
    if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')) continue;
    const [path = '', anchor = ''] = target.split('#');
    found.push({ path: decodeURI(path), anchor, at: match.index });
  }
  return found;
}

function blank(block: string): string {
  return block.replace(/[^\n]/g, ' ');
}
