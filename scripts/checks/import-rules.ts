import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';
import { cruiseOptions, importRules, runtimeRules } from './import-rule-set.ts';
import { plantedImports } from './planted-imports.ts';

const folders = ['entrypoints', 'lib', 'components', 'mediator', 'scripts', 'test'];

interface Reading {
  /** Modules of our own that were read, by their top folder. */
  modules: Map<string, number>;
  violations: { rule: string; from: string; to: string }[];
}

async function readTree(root: string): Promise<Reading> {
  const reading: Reading = { modules: new Map(), violations: [] };
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  for (const [rules, withTypes] of [
    [importRules, true],
    [runtimeRules, false],
  ] as const) {
    const ruleSet = { forbidden: rules } as IFlattenedRuleSet;
    const { output } = await cruise(present, {
      ...cruiseOptions,
      baseDir: root,
      ruleSet,
      validate: true,
      tsPreCompilationDeps: withTypes,
    });
    const { modules, summary } = output as ICruiseResult;
    for (const { source } of withTypes ? modules : []) {
      const top = source.split('/')[0] ?? '';
      if (folders.includes(top)) reading.modules.set(top, (reading.modules.get(top) ?? 0) + 1);
    }
    for (const { rule, from, to } of summary.violations)
      reading.violations.push({ rule: rule.name, from, to });
  }
  return reading;
}

/** Plants one forbidden import a rule in a tree of its own; returns the rules that let theirs through. */
async function rulesThatRefuseNothing(): Promise<string[]> {
  const root = join(projectRoot, '.output', 'planted-imports');
  await rm(root, { recursive: true, force: true });
  try {
    for (const [file, text] of Object.entries(plantedImports.files)) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    }
    const { violations } = await readTree(root);
    return [...importRules, ...runtimeRules]
      .map(({ name }) => name ?? '')
      .filter((name) => {
        const from = plantedImports.refused[name];
        return from === undefined || !violations.some((seen) => seen.rule === name && seen.from === from);
      });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The import rules of import-rule-set.ts; a rule that refuses nothing, or a tree not read, fails. */
export const importRulesCheck: Check = {
  name: 'import rules',
  async run() {
    const blunt = (await rulesThatRefuseNothing()).map(
      (name) => `rule ${name} lets its planted import through`,
    );
    const { modules, violations } = await readTree(projectRoot);
    const unread = folders
      .filter((folder) => existsSync(join(projectRoot, folder)) && !modules.has(folder))
      .map((folder) => `no module was read in ${folder}/`);
    return [...blunt, ...unread, ...violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)];
  },
};
