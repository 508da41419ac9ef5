import { TestingError } from './errors.ts';

/** Stack outputs by stack name, then by output name. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The value of the one output of this name.
 *
 * @throws {TestingError} `output-not-found`, `output-ambiguous`
 */
export function findOutput(outputs: StackOutputs, name: string): string {
  const found = Object.entries(outputs).flatMap(([stack, values]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? [] : [{ stack, value }];
  });
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first.value;
  if (first !== undefined) {
    const names = found.map(({ stack }) => stack).join(', ');
    throw new TestingError(
      'output-ambiguous',
      `Several stacks have an output named ${name}: ${names}. Read it from outputs[stack].`,
    );
  }
  const all = Object.values(outputs).flatMap(Object.keys).join(', ') || 'none';
  throw new TestingError('output-not-found', `No stack has an output named ${name}. Outputs: ${all}.`);
}
