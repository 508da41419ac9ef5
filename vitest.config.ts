import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/support/closing-line.ts';
import { DemoFirst } from './test/support/demo-first.ts';

// One worker: suites start endpoints and Lambda processes of their own, and two cores are soon taken.
const globalSetup = ['test/support/own-temporary-folder.ts'];
const conformanceAndE2e = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    sequence: { sequencer: DemoFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'packages/*/test/unit/**/*.test.ts'],
          globalSetup,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['packages/*/test/{conformance,example}/**/*.test.ts'],
          globalSetup,
          ...conformanceAndE2e,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: [...globalSetup, 'test/e2e/support/global-setup.ts'],
          ...conformanceAndE2e,
        },
      },
    ],
  },
});
