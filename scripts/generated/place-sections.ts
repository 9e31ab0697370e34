import { findSections } from './markers.ts';

/** A document with what was made between its markers; what nobody made stays as it is. */
export function placeSections(text: string, made: ReadonlyMap<string, string>): string {
  const lines = text.split('\n');
  for (const { name, begin, end } of findSections(lines).reverse()) {
    const section = made.get(name);
    if (section === undefined || end === null) continue;
    lines.splice(begin + 1, end - begin - 1, '', ...section.split('\n'), '');
  }
  return lines.join('\n');
}
