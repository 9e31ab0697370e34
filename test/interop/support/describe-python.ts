import { describe } from 'vitest';
import { PYTHON } from './python.ts';

/** `describe`, skipped where no Python is; on CI its absence fails instead. */
export const describePython = describe.skipIf(PYTHON === undefined && process.env.CI !== 'true');
