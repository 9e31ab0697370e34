import type { Section } from './section.ts';

/** By document, by name: what stands between the markers. @throws for two sections of one name, and for an empty one */
export async function makeSections(sections: readonly Section[]): Promise<Map<string, Map<string, string>>> {
  const made = new Map<string, Map<string, string>>();
  for (const { document, name, make } of sections) {
    const texts = made.get(document) ?? new Map<string, string>();
    if (texts.has(name)) throw new Error(`${document} has two sections "${name}"`);
    const text = await make();
    if (text === '' || text.endsWith('---|')) throw new Error(`${document}: the section "${name}" is empty`);
    made.set(document, texts.set(name, text));
  }
  return made;
}
