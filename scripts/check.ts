/** `npm run check`: every rule of the house, one line each; exit code 1 when one is broken. */
import { buildChecks } from './checks/build-checks.ts';
import { sourceChecks } from './checks/source-checks.ts';
import { runChecks } from './run-checks.ts';

const { passed, failed } = await runChecks([...sourceChecks, ...buildChecks]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
