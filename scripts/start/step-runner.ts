/** Runs steps one after the other, a line each; the first that fails ends the row. */
export interface StepRunner {
  /** `work` may return a detail for the line. Throws what `work` throws, after printing it. */
  step(title: string, work: () => Promise<string | undefined>): Promise<void>;
  readonly passed: number;
  readonly failed: number;
}

/** Makes a runner; `after` adds lines under each step that passed, such as what each mediator could see. */
export function createStepRunner(after: () => Promise<string[]>): StepRunner {
  let passed = 0;
  let failed = 0;
  return {
    async step(title, work) {
      const label = `${passed + failed + 1}.`.padEnd(4);
      const start = performance.now();
      try {
        const detail = await work();
        const lines = await after();
        passed += 1;
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        console.log(`ok   ${label}${title}${detail ? `: ${detail}` : ''} (${seconds} s)`);
        for (const line of lines) console.log(`         ${line}`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL ${label}${title}`);
        console.log(
          String(error instanceof Error ? (error.stack ?? error.message) : error).replace(/^/gm, '         '),
        );
        throw error;
      }
    },
    get passed() {
      return passed;
    },
    get failed() {
      return failed;
    },
  };
}
