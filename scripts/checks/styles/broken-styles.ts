import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { namedClasses } from './named-classes.ts';
import { classesOf, readImports, readRules } from './read-rules.ts';

/** The one file the popup's CSS is joined in, and the two whose rules may name no class. */
const LIST = 'components/style/style.css';
const BASE = 'components/style/base.css';
const TOKENS = 'mediator/pages/tokens.css';
/** Uses the tokens too, and is served without the popup; what it looks like is its own. */
const PAGE = 'mediator/pages/page.css';

/** What was read, and what is wrong, one sentence each. */
export interface StyleReport {
  classes: number;
  tokens: number;
  problems: string[];
}

/** Reads every stylesheet and component of a tree: what is joined in which order, where each class is at home, and whether classes and tokens are there and used. */
export async function brokenStyles(root: string): Promise<StyleReport> {
  const read = (file: string) => readFile(join(root, file), 'utf8');
  const files = (await readdir(join(root, 'components'), { recursive: true })).map(
    (name) => `components/${name.replaceAll('\\', '/')}`,
  );
  const sheets = files.filter((file) => file.endsWith('.css') && file !== LIST).sort();
  const problems = await misjoined(root, sheets);
  const homes = new Map<string, Set<string>>();
  const defined = new Set<string>();
  for (const file of sheets) {
    for (const selector of readRules(await read(file)).flatMap(({ selectors }) => selectors)) {
      const [first, ...others] = classesOf(selector);
      if (first === undefined) {
        if (file !== BASE) problems.push(`${file}: “${selector}” names no class, and is not in ${BASE}`);
        continue;
      }
      homes.set(first, (homes.get(first) ?? new Set()).add(file));
      for (const name of [first, ...others]) defined.add(name);
    }
  }
  for (const [name, places] of homes) {
    if (places.size > 1) problems.push(`.${name} is at home in ${[...places].join(' and ')}`);
  }
  const named = new Map<string, string>();
  for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
    const text = await read(file);
    for (const name of namedClasses(file, text)) if (!named.has(name)) named.set(name, file);
    for (const [, path = ''] of text.matchAll(/import\s+'([^']+\.css)'/g)) {
      if (posix.join(posix.dirname(file), path) !== LIST)
        problems.push(`${file} imports ${path}: what it says in the cascade is decided in ${LIST}`);
    }
  }
  for (const name of defined)
    if (!named.has(name)) problems.push(`.${name} has rules, and nothing is named so`);
  for (const [name, file] of named) {
    if (!defined.has(name)) problems.push(`${file} names the class “${name}”, for which there is no rule`);
  }
  const tokens = await wrongTokens(root, [...sheets, PAGE]);
  return { classes: homes.size, tokens: tokens.count, problems: [...problems, ...tokens.problems] };
}

/** Stylesheets that are joined twice or not at all, and joined ones that are not there. */
async function misjoined(root: string, sheets: string[]): Promise<string[]> {
  const joined = readImports(await readFile(join(root, LIST), 'utf8')).map((path) =>
    posix.join(posix.dirname(LIST), path),
  );
  return [
    ...joined
      .filter((file) => !existsSync(join(root, file)))
      .map((file) => `${LIST} joins ${file}, which is not there`),
    ...joined
      .filter((file, index) => joined.indexOf(file) !== index)
      .map((file) => `${LIST} joins ${file} twice`),
    ...[TOKENS, ...sheets]
      .filter((file) => !joined.includes(file))
      .map((file) => `${LIST} does not join ${file}`),
  ];
}

/** Custom properties that are set beside the tokens, used and not set, or set and not used. */
async function wrongTokens(root: string, sheets: string[]): Promise<{ count: number; problems: string[] }> {
  const set = new Set(declared(await readFile(join(root, TOKENS), 'utf8')));
  const used = new Set<string>();
  const problems: string[] = [];
  for (const file of sheets) {
    const css = await readFile(join(root, file), 'utf8');
    for (const name of declared(css)) problems.push(`${file} sets ${name}: tokens are set in ${TOKENS} only`);
    for (const [, name = ''] of css.matchAll(/var\((--[\w-]+)/g)) {
      used.add(name);
      if (!set.has(name)) problems.push(`${file} uses ${name}, which ${TOKENS} does not set`);
    }
  }
  for (const name of set)
    if (!used.has(name)) problems.push(`${name} is set in ${TOKENS}, and nothing uses it`);
  return { count: set.size, problems };
}

function declared(css: string): string[] {
  return readRules(css).flatMap(({ declarations }) =>
    [...declarations.matchAll(/(?:^|;)\s*(--[\w-]+)\s*:/g)].map(([, name = '']) => name),
  );
}
