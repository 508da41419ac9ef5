import { defineConfig } from 'vitest/config';
import { ClosingLine } from '../support/closing-line.ts';

export default defineConfig({
  test: {
    include: ['test/localstack/**/*.test.ts'],
    globalSetup: ['test/support/own-temporary-folder.ts', 'test/localstack/global-setup.ts'],
    reporters: ['verbose', new ClosingLine()],
    fileParallelism: false,
    // LocalStack takes minutes for what the embedded endpoint does in seconds.
    testTimeout: 900_000,
    // Each test goes on from where the one before has left the shop.
    bail: 1,
  },
});
