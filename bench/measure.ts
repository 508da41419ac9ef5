/** One figure beside the least that it could be, both taken in the same run of the benchmark. */
export interface Figure {
  name: string;
  unit: string;
  /** One value a run. */
  values: number[];
  floor?: { name: string; values: number[] };
  /** What the project promises. */
  target?: Target;
}

export type Target =
  | { kind: 'at most' | 'at least'; value: number }
  /** A multiple of the floor. */
  | { kind: 'at most times floor'; value: number };

/** A measurement: what has to be set up, and figures taken `runs` times. */
export interface Measure {
  /** Kebab-case, also the name of its file. */
  readonly name: string;
  take(runs: number, say: (words: string) => void): Promise<Figure[]>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('There is no median of nothing');
  return (low + high) / 2;
}

/** Median over median; undefined without a floor. */
export function timesFloor({ values, floor }: Figure): number | undefined {
  return floor && median(values) / median(floor.values);
}

/** Whether the target is met; undefined without one. */
export function met(figure: Figure): boolean | undefined {
  const { target, values } = figure;
  switch (target?.kind) {
    case undefined:
      return undefined;
    case 'at most':
      return median(values) <= target.value;
    case 'at least':
      return median(values) >= target.value;
    case 'at most times floor':
      return (timesFloor(figure) ?? Number.POSITIVE_INFINITY) <= target.value;
  }
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
