/** The timers of the platform, by parameter so that tests can turn them by hand. */
export interface Timers {
  setTimeout(work: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** The platform's own. They end with the worker: whatever must happen also hangs on an alarm. */
export const systemTimers: Timers = {
  setTimeout: (work, ms) => setTimeout(work, ms),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
