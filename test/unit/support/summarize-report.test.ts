import { describe, expect, it } from 'vitest';
import { summarizeReport } from '../../../scripts/summarize-report.ts';

const report = (status: string, tests: string[]) => ({
  numPassedTests: tests.filter((test) => test === 'passed').length,
  numFailedTests: tests.filter((test) => test === 'failed').length,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [
    {
      name: 'a.test.ts',
      status,
      assertionResults: tests.map((test) => ({ status: test, fullName: 'a test' })),
    },
  ],
});

describe('summarizeReport', () => {
  it('counts what passed and what failed', () => {
    expect(summarizeReport(report('failed', ['passed', 'failed']), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it('counts a file that could not be read as one failure', () => {
    expect(summarizeReport(report('failed', []), 1)).toMatchObject({ failed: 1, failures: ['a.test.ts'] });
  });

  it('counts a run that ended badly, or left no report, as one failure', () => {
    expect(summarizeReport(report('passed', ['passed']), 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(summarizeReport(undefined, 1)).toMatchObject({ passed: 0, failed: 1 });
  });
});
