/** What of a Markdown document can be cited. */
export interface Document {
  /** Headings as they are written, without marks of emphasis or code, lower case. */
  headings: ReadonlySet<string>;
  /** Numbers of the headings that begin with one: `4`, `5.3`. */
  sections: ReadonlySet<string>;
  /** First cells of table rows that hold one id and nothing else: `T-34`, `P7`. */
  rows: ReadonlySet<string>;
  /** Anchors that links may name. */
  anchors: ReadonlySet<string>;
}

const FENCE = /^(```|~~~)/;
const HEADING = /^#{1,6}\s+(.+?)\s*#*$/;
const ROW = /^\|\s*[*`]*([A-Z]-?\d{1,3})[*`]*\s*\|/;

/** Reads what can be cited of a document. Anchors are made as GitHub makes them. */
export function readDocument(text: string): Document {
  const headings = new Set<string>();
  const sections = new Set<string>();
  const rows = new Set<string>();
  const anchors = new Set<string>();
  let isCode = false;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) isCode = !isCode;
    if (isCode) continue;
    const row = ROW.exec(line)?.[1];
    if (row) rows.add(row);
    const title = HEADING.exec(line)?.[1];
    if (title === undefined) continue;
    const plain = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[*`]/g, '')
      .toLowerCase();
    headings.add(plain);
    const number = /^(\d+(?:\.\d+)*)\.?\s+(.+)$/.exec(plain);
    if (number?.[1]) sections.add(number[1]);
    if (number?.[2]) headings.add(number[2]);
    addAnchor(anchors, plain);
  }
  return { headings, sections, rows, anchors };
}

function addAnchor(anchors: Set<string>, heading: string): void {
  const base = heading.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '').replace(/ /g, '-');
  let anchor = base;
  for (let n = 1; anchors.has(anchor); n += 1) anchor = `${base}-${n}`;
  anchors.add(anchor);
}
