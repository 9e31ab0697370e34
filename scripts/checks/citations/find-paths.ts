/** Folders at the top whose files documents name in `code`. */
const PATH =
  /`((?:components|contracts|docs|entrypoints|lib|mediator|packages|public|scripts|test)\/[\w./{},*-]*)`/g;

/**
 * Finds the paths of this repository that a Markdown text names in code marks, with their place. Braces are spelled
 * out: `lib/{a,b}.ts` is two; a path with a star is given up to the folder before it.
 */
export function findPaths(text: string): { path: string; at: number }[] {
  const found: { path: string; at: number }[] = [];
  for (const match of text.matchAll(PATH)) {
    for (const path of spellOut(match[1] ?? '')) {
      const star = path.indexOf('*');
      found.push({ path: star < 0 ? path : path.slice(0, path.lastIndexOf('/', star) + 1), at: match.index });
    }
  }
  return found;
}

function spellOut(path: string): string[] {
  const braces = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(path);
  if (!braces) return [path];
  const [, before = '', choices = '', after = ''] = braces;
  return choices.split(',').flatMap((choice) => spellOut(before + choice + after));
}
