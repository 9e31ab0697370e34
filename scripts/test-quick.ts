/** `npm run test:quick`: what can be told without a browser and without the files that take long by design. */
import { sourceChecks } from './checks/source-checks.ts';
import { runEverything } from './run-everything.ts';

await runEverything({
  checks: sourceChecks,
  runs: [['unit', 'vectors', 'integration']],
});
