/** A docstring's words as they stand in a document: what it cites of that very document loses the document's name. */
export function wordsFor(document: string, docstring: string): string {
  const own = document.replace(/^.*\//, '').replaceAll('.', '\\.');
  return docstring
    .replace(new RegExp(`\`${own} (\\*[^*]+\\*|§[\\d.]+)\``, 'g'), '$1')
    .replace(new RegExp(`\`?${own}\`? (?=§|\\*)`, 'g'), '')
    .trim();
}
