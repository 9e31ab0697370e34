/** One rule of a stylesheet. */
export interface StyleRule {
  /** Of a list `a, b` each on its own. */
  selectors: string[];
  /** Text between the braces. */
  declarations: string;
}

/** Reads the rules of a stylesheet, those inside `@media` among them; nested rules, which we do not write, are not understood. */
export function readRules(css: string): StyleRule[] {
  return [...withoutComments(css).matchAll(/([^{};]+)\{([^{}]*)\}/g)]
    .map(([, prelude = '', declarations = '']) => ({ prelude: prelude.trim(), declarations }))
    .filter(({ prelude }) => !prelude.startsWith('@'))
    .map(({ prelude, declarations }) => ({ selectors: splitList(prelude), declarations }));
}

/** What a stylesheet imports, as written, in its order. */
export function readImports(css: string): string[] {
  return [...withoutComments(css).matchAll(/@import\s+["']([^"']+)["']/g)].map(([, path = '']) => path);
}

/** The classes a selector names, in its order. */
export function classesOf(selector: string): string[] {
  return [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = '']) => name);
}

function withoutComments(css: string): string {
  return css.replace(/\/\*.*?\*\//gs, '');
}

function splitList(prelude: string): string[] {
  let depth = 0;
  const parts = [''];
  for (const character of prelude) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
