/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

/** What came of a run. */
export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
  /** Names of what failed. */
  failures: string[];
}

/**
 * Counts a run. A file that failed without a failed test (it could not be read, or a hook threw) counts as one
 * failure, and so does a run that ended badly with no failure to show: nothing that went wrong counts as nothing.
 */
export function summarizeReport(report: VitestReport | undefined, exitCode: number): Summary {
  if (!report) {
    const ended = `a run that left no report (exit code ${exitCode})`;
    return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0, failures: exitCode === 0 ? [] : [ended] };
  }
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName);
    return failed.length === 0 && status === 'failed' ? [name] : failed;
  });
  if (failures.length === 0 && exitCode !== 0) failures.push('an error outside the tests');
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}
