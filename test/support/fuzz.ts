/**
 * The runs of a property-based test: `count` and seed 1, or what the environment says. `FUZZ_COUNT=10000 FUZZ_SEED=7 npx
 * vitest run …` for more, or other, inputs.
 */
export function fuzzRuns(count: number): { seed: number; numRuns: number } {
  return {
    seed: Number(process.env['FUZZ_SEED'] ?? 1),
    numRuns: Number(process.env['FUZZ_COUNT'] ?? count),
  };
}
