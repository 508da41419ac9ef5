import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/support/closing-line.ts';

// One worker: suites start endpoints and Lambda processes of their own, and two cores are soon taken.
const conformanceAndE2e = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'packages/*/test/unit/**/*.test.ts'] } },
      {
        test: {
          name: 'conformance',
          include: ['packages/*/test/conformance/**/*.test.ts'],
          ...conformanceAndE2e,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/support/global-setup.ts',
          ...conformanceAndE2e,
        },
      },
    ],
  },
});
