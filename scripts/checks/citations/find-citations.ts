/** One place in a text that names a document, a part of one, or a row. */
export type Citation =
  | { kind: 'document'; document: string; at: number }
  | { kind: 'section' | 'heading'; document: string; name: string; at: number }
  | { kind: 'row'; name: string; at: number };

const TOKEN = new RegExp(
  [
    /(?<file>[A-Za-z0-9_][\w./-]*\.md)\b/,
    /§(?<section>\d+(?:\.\d+)*)/,
    /(?<=\.md`? )\*(?<heading>[A-Z][^*\n]{1,60})\*/,
    /(?<![\w./-])(?<row>[TLBR]-\d{2,3}|D-\d{2})(?![\w-])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** In code a section belongs to the document named last, if that was within so many characters. */
const REACH = 400;
/** Else to the document that a file of code names first, if it does so in its head. */
const HEAD = 500;
/** In a document with sections of its own, only what stands directly behind another's name is that other's. */
const DIRECTLY = /^[`*)]*[\s,;(]*(?:and |to |or |–|-)?$/;

/** What other people number: `RFC 8032 §5.1`, `NIST SP 800-38D §8`, `DID Core §3`. */
const FOREIGN =
  /(RFC ?\d+|EIP-?\d+|SP ?800-\w+|BIP-?\d+|FIPS [\d-]+|Core|ECMA-\d+)[\s,]*(§[\d.]+[\s,and]*)*$/;

/** The document that a text is: a section named without a document may be its own. */
export interface Self {
  file: string;
  hasSections: boolean;
}

/** Finds every citation of a text. Lines of Markdown code blocks count like any other. */
export function findCitations(text: string, self?: Self): Citation[] {
  const found: Citation[] = [];
  let last: { document: string; end: number } | undefined;
  let first: string | undefined;
  for (const match of text.matchAll(TOKEN)) {
    const at = match.index;
    const { file, section, heading, row } = match.groups ?? {};
    if (file !== undefined) {
      found.push({ kind: 'document', document: file, at });
      last = { document: file, end: at + file.length };
      if (!self && at < HEAD) first ??= file;
    } else if (row !== undefined) {
      found.push({ kind: 'row', name: row, at });
    } else if (heading !== undefined && last) {
      found.push({ kind: 'heading', document: last.document, name: heading, at });
    } else if (section !== undefined && !FOREIGN.test(text.slice(Math.max(0, at - 60), at))) {
      const isTheirs = last !== undefined && isOfLast(text.slice(last.end, at), self);
      const document = (isTheirs ? last?.document : self?.hasSections ? self.file : first) ?? '';
      found.push({ kind: 'section', document, name: section, at });
      if (isTheirs && last) last.end = at + match[0].length;
    }
  }
  return found;
}

/** Whether a section still belongs to the document named last, with `between` in between. */
function isOfLast(between: string, self: Self | undefined): boolean {
  if (self?.hasSections) return DIRECTLY.test(between);
  if (self) return !/\n#/.test(between);
  return between.length <= REACH && !/\n\s*\n|\*\/|\n#|\n\s*\|/.test(between);
}
