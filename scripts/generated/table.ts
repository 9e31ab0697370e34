/** A Markdown table. A `|` in a cell is escaped, also in code marks, as GitHub wants it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\\?\|/g, '\\|').replace(/\s+/g, ' ').trim()).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)]
    .map((text) => text.replace(/\| {2}(?=\|)/g, '| '))
    .join('\n');
}
