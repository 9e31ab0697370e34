import { defineConfig } from 'vitest/config';

/** `expect.poll` waits a second by default, which a busy machine takes easily. */
const patience = { poll: { timeout: 15_000 } };

/** A project of tests that run in this process: several files at once. */
const inProcess = (name: string, folders: string[], testTimeout: number) => ({
  test: {
    name,
    include: folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
    environment: 'node',
    expect: patience,
    testTimeout,
    // A mediator with an IPFS node takes seconds to start where everything else runs too.
    hookTimeout: 60_000,
    setupFiles: ['test/support/property-seed.ts'],
    sequence: { groupOrder: 0 },
  },
});

/** A project that drives browsers: one file at a time, after the others, since a browser uses the whole machine. */
const inBrowser = (name: string, folder: string, groupOrder: number, testTimeout: number) => ({
  test: {
    name,
    include: [`test/${folder}/**/*.test.{ts,tsx}`],
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
      inProcess('unit', ['unit'], 20_000),
      inProcess('vectors', ['vectors'], 60_000),
      inProcess('integration', ['integration'], 60_000),
      inBrowser('runtime', 'runtime', 1, 120_000),
      inBrowser('chromium', 'e2e/chromium', 2, 120_000),
      inBrowser('firefox', 'e2e/firefox', 3, 120_000),
      inBrowser('reliability', 'reliability', 4, 1_200_000),
    ],
  },
});
