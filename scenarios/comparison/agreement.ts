import { type Agreement, type Cell, COMPARED_MODES, type ComparedMode } from './comparison.ts';

/**
 * Whether measured numbers are in the predicted order.
 *
 * @param ranks a higher one predicts a higher number; equal ranks predict nothing about each other
 */
export function agreementOf(
  ranks: Readonly<Record<ComparedMode, number>>,
  cells: Readonly<Record<ComparedMode, Cell>>,
): Agreement {
  const pairs = COMPARED_MODES.flatMap((high) =>
    COMPARED_MODES.filter((low) => ranks[high] > ranks[low]).map((low) => [
      cells[high].value,
      cells[low].value,
    ]),
  );
  const differences = pairs.flatMap(([more = null, less = null]) =>
    more === null || less === null ? [] : [Number(more) - Number(less)],
  );
  if (differences.length === 0) return 'not-comparable';
  if (differences.some((difference) => difference < 0)) return 'no';
  const isWhole = differences.length === pairs.length && differences.every((difference) => difference > 0);
  return isWhole ? 'yes' : 'partly';
}
