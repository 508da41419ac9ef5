/** A measurement with at most three significant digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
