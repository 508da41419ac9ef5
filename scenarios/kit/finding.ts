/** One thing that a scenario expected and what it saw. `ok` is computed here and nowhere else. */
export interface Finding {
  name: string;
  /** What must be seen: a value, or a bound in words such as `at least 30`. Absent bounds read `measured`. */
  expected: string | number;
  observed: string | number;
  unit: string;
  ok: boolean;
}

type Name = Pick<Finding, 'name' | 'unit'>;

/** Numbers by value, exact decimals as text. */
export function equals<T extends string | number>(name: Name, expected: T, observed: T): Finding {
  return { ...name, expected, observed, ok: observed === expected };
}

export function atLeast(name: Name, bound: number, observed: number): Finding {
  return { ...name, expected: `at least ${bound}`, observed, ok: observed >= bound };
}

export function atMost(name: Name, bound: number, observed: number): Finding {
  return { ...name, expected: `at most ${bound}`, observed, ok: observed <= bound };
}

/** Both bounds belong to it. */
export function between(name: Name, low: number, high: number, observed: number): Finding {
  return { ...name, expected: `${low} to ${high}`, observed, ok: observed >= low && observed <= high };
}

/** A figure that no claim is made about. */
export function measured(name: Name, observed: string | number): Finding {
  return { ...name, expected: 'measured', observed, ok: true };
}
