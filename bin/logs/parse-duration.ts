import { InvalidArgumentError } from 'commander';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** `90s`, `10m`, `2h` or `1d`, in milliseconds. */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = UNITS.get(unit ?? '');
  if (factor === undefined)
    throw new InvalidArgumentError('It must be a duration such as 30s, 10m, 2h or 1d.');
  return Number(number) * factor;
}
