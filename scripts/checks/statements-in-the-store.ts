import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';

// How a statement begins. No import rule sees it: a transaction is an argument, and every query can be begun on it.
const STATEMENT =
  /\.\s*(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|executeQuery)\s*\(|\bsql(<[^>`]*>)?`/;
const PLANTED = ["await tx\n    .deleteFrom('nonces')\n    .execute();", 'sql<number>`select 1`'];

/** The mediator builds its statements in `mediator/store` and nowhere else. */
export const statementsInTheStoreCheck: Check = {
  name: 'statements of the mediator are in mediator/store',
  async run() {
    const blunt = PLANTED.filter((text) => !STATEMENT.test(text)).map((text) => `not found: ${text}`);
    const folder = join(projectRoot, 'mediator');
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    const having = files.filter((_, at) => STATEMENT.test(texts[at] ?? ''));
    const outside = having.filter((name) => !name.startsWith('store/'));
    if (having.length === outside.length) blunt.push('no statement was read in mediator/store');
    return [...blunt, ...outside.map((name) => `mediator/${name} builds a statement`)];
  },
};
