/** Properties draw the same inputs in every CI run, so that a change is judged by what it changed; new ones everywhere else. */
import fc from 'fast-check';

if (process.env.CI !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_122 });
