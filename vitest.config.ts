import { defineConfig } from 'vitest/config';

/** `expect.poll` waits a second by default, which a busy machine takes easily. */
const patience = { poll: { timeout: 15_000 } };

/** By default vitest leaves one core to itself; most of these tests wait for a disk or another process. */
const IN_PROCESS_WORKERS = 2;

/** Files that drive a browser say which in their name; what has another name runs in this process. */
const BROWSER_FILES = '**/*.{chromium,firefox}.test.ts';
/** Files that take long by design say so in their name; `test:quick` leaves their project out. */
const SLOW_FILES = '**/*.slow.test.ts';

interface InProcess {
  name: string;
  folder: string;
  testTimeout: number;
  groupOrder?: number;
  /** Only the files that are slow by their name, or only the others; all where it is not said, so that none is in no project. */
  isSlow?: boolean;
}

/** A project of tests that run in this process: several files at once. */
const inProcess = ({ name, folder, testTimeout, groupOrder = 0, isSlow }: InProcess) => ({
  test: {
    name,
    include: [isSlow ? `test/${folder}/${SLOW_FILES}` : `test/${folder}/**/*.test.{ts,tsx}`],
    exclude: isSlow === false ? [SLOW_FILES] : folder === 'reliability' ? [BROWSER_FILES] : [],
    environment: 'node',
    expect: patience,
    maxWorkers: IN_PROCESS_WORKERS,
    testTimeout,
    // A mediator with an IPFS node takes seconds to start where everything else runs too.
    hookTimeout: 60_000,
    setupFiles: ['test/support/property-seed.ts'],
    sequence: { groupOrder },
  },
});

/** A project that drives browsers: one file at a time, after the others, since a browser uses the whole machine. */
const inBrowser = (name: string, include: string, groupOrder: number, testTimeout: number) => ({
  test: {
    name,
    include: [`test/${include}`],
    environment: 'node',
    expect: patience,
    fileParallelism: false,
    testTimeout,
    hookTimeout: 120_000,
    sequence: { groupOrder },
  },
});

export default defineConfig({
  test: {
    projects: [
      inProcess({ name: 'unit', folder: 'unit', testTimeout: 20_000 }),
      inProcess({ name: 'vectors', folder: 'vectors', testTimeout: 60_000 }),
      inProcess({ name: 'integration', folder: 'integration', testTimeout: 60_000, isSlow: false }),
      inProcess({ name: 'integration-slow', folder: 'integration', testTimeout: 60_000, isSlow: true }),
      inProcess({ name: 'interop', folder: 'interop', testTimeout: 180_000, groupOrder: 1 }),
      inProcess({ name: 'reliability', folder: 'reliability', testTimeout: 1_200_000, groupOrder: 2 }),
      inBrowser('runtime', 'runtime/**/*.test.ts', 3, 120_000),
      inBrowser('chromium', 'e2e/chromium/**/*.test.ts', 4, 120_000),
      inBrowser('firefox', 'e2e/firefox/**/*.test.ts', 5, 120_000),
      inBrowser('reliability-browser', `reliability/${BROWSER_FILES}`, 6, 1_200_000),
    ],
  },
});
