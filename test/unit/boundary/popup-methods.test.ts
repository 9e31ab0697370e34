import { readdir } from 'node:fs/promises';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Facts, MethodFacts } from '../../../lib/api/popup/facts.ts';
import { popupFacts } from '../../../lib/api/popup/popup-rpc.ts';
import { TOPICS } from '../../../lib/api/popup/topics.ts';
import type { PopupArea } from '../../../lib/boundary/handlers/method/popup-method.ts';
import { popupMethods } from '../../../lib/boundary/handlers/popup-methods.ts';
import { createChanges } from '../../../lib/domain/changes.ts';

const root = new URL('../../../lib/', import.meta.url);

/** The names of the methods that the files of a folder hold, file by file; `tells` is what a half of a method has. */
async function areas(folder: string, tells: string): Promise<string[][]> {
  const files = await readdir(new URL(folder, root));
  const modules = await Promise.all(
    files.map((file): Promise<Record<string, unknown>> => import(new URL(`${folder}${file}`, root).href)),
  );
  return modules.flatMap((module) =>
    Object.values(module)
      .filter((area) => area !== popupFacts && typeof area === 'object' && area !== null)
      .map((area) => area as Record<string, Record<string, unknown> | undefined>)
      .filter((area) => Object.values(area).some((half) => half?.[tells] !== undefined))
      .map((area) => Object.keys(area)),
  );
}

const sorted = (names: readonly string[]) => names.toSorted();

describe('the methods of the popup', () => {
  it('have two halves, each in the area of the same name, and none is in two areas', async () => {
    const [told, done] = await Promise.all([
      areas('api/popup/', 'repeatable'),
      areas('boundary/handlers/popup/', 'handle'),
    ]);
    expect(told.length).toBeGreaterThan(5);
    expect(told.map(sorted).toSorted()).toEqual(done.map(sorted).toSorted());
    expect(sorted(told.flat())).toEqual(sorted(Object.keys(popupFacts)));
    expect(sorted(done.flat())).toEqual(sorted(Object.keys(popupMethods)));
  });

  it('listen between them to every topic there is, and to no other', () => {
    const heard = new Set(Object.values<MethodFacts>(popupFacts).flatMap(({ topics }) => topics));
    expect(sorted([...heard])).toEqual(sorted(TOPICS));
  });

  it('that a person is needed for are not what a screen asks by itself to stay true', () => {
    const both = Object.entries<MethodFacts>(popupFacts).filter(
      ([, { person, topics }]) => person && topics.length > 0,
    );
    expect(both).toEqual([]);
  });
});

interface TwoRpc {
  two_list: { params: undefined; result: string[] };
  two_add: { params: { name: string }; result: null };
}
const list = { needs: 'unlocked', person: false, repeatable: true, topics: ['state'] } as const;
const add = { needs: 'unlocked', person: true, repeatable: false, topics: [] } as const;
const none = v.pipe(
  v.unknown(),
  v.transform(() => undefined),
);
const named = v.object({ name: v.string() });

describe('the compiler', () => {
  it('takes an area that is complete', () => {
    const facts: Facts<TwoRpc> = { two_list: list, two_add: add };
    const methods: PopupArea<TwoRpc> = {
      two_list: { params: none, handle: async () => ['a'] },
      two_add: { params: named, handle: async (_app, { name }) => (name === '' ? null : null) },
    };
    expect(Object.keys(facts)).toEqual(Object.keys(methods));
  });

  it('refuses a fact, a method or a half that is missing, and what is not of the vocabulary', () => {
    // @ts-expect-error two_add is missing.
    const short: Facts<TwoRpc> = { two_list: list };
    const { topics: _, ...rest } = list;
    // @ts-expect-error two_list says nothing of its topics.
    const silent: Facts<TwoRpc> = { two_list: rest, two_add: add };
    // @ts-expect-error there is no such topic.
    const foreign: Facts<TwoRpc> = { two_list: { ...list, topics: ['weather'] }, two_add: add };
    // @ts-expect-error there is no such method.
    const more: Facts<TwoRpc> = { two_list: list, two_add: add, two_drop: add };
    const lists = { params: none, handle: async () => ['a'] };
    const adds = { params: named, handle: async () => null };
    // @ts-expect-error two_add is not carried out.
    const idle: PopupArea<TwoRpc> = { two_list: lists };
    // @ts-expect-error the parameters are not looked at.
    const blind: PopupArea<TwoRpc> = { two_list: lists, two_add: { handle: adds.handle } };
    // @ts-expect-error the schema lets something else through.
    const loose: PopupArea<TwoRpc> = { two_list: lists, two_add: { ...adds, params: v.object({}) } };
    // @ts-expect-error the result is another one.
    const wrong: PopupArea<TwoRpc> = { two_list: adds, two_add: adds };
    expect([short, silent, foreign, more, idle, blind, loose, wrong]).toHaveLength(8);
  });

  it('refuses to push what is no topic', () => {
    const changes = createChanges({ setTimeout: () => null });
    changes.popup('wallets', 'conversation:anything');
    // @ts-expect-error nobody would listen.
    changes.popup('weather');
    expect(TOPICS).not.toContain('weather');
  });
});
