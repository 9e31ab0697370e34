import type { Check } from './check.ts';
import { runTool } from './run-tool.ts';

function toolCheck(name: string, script: string, args: string[]): Check {
  return {
    name,
    async run() {
      const { code, output } = await runTool(script, args);
      return code === 0 ? [] : [output || `${script} ended with ${code}`];
    },
  };
}

/** Format, lint, types and unused code, each by the tool that knows it; their settings are in the root. */
export const toolChecks: Check[] = [
  toolCheck('format and lint', 'node_modules/@biomejs/biome/bin/biome', [
    'check',
    '--colors=off',
    '--max-diagnostics=50',
    '.',
  ]),
  toolCheck('types', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', '.']),
  toolCheck('unused files, exports and dependencies', 'node_modules/knip/bin/knip.js', ['--no-progress']),
];
