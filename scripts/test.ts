/** `npm test`: every check and every test, summed up in one last line; exit code 1 when anything failed. */
import { buildChecks } from './checks/build-checks.ts';
import { sourceChecks } from './checks/source-checks.ts';
import { runEverything } from './run-everything.ts';

// In-process tests first, two files at a time; then each kind of browser test by itself, since one uses the machine.
await runEverything({
  checks: [...sourceChecks, ...buildChecks],
  runs: [
    ['unit', 'vectors', 'integration', 'integration-slow'],
    ['interop'],
    ['reliability'],
    ['runtime'],
    ['chromium'],
    ['firefox'],
    ['reliability-browser'],
  ],
});
