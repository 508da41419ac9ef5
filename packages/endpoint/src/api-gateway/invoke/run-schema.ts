import { compileSchema, type Validate } from './json-schema.ts';
import type { SchemaSet } from './schema-set.ts';

export interface SchemaJob {
  readonly schema: SchemaSet;
  /** The value to validate, as JSON; without one, only the schema is checked. */
  readonly body?: string;
}

export type SchemaOutcome =
  | { outcome: 'valid' }
  | { outcome: 'invalid'; errors: string[] }
  /** What is wrong with the schema itself. */
  | { outcome: 'bad-schema'; reason: string }
  | { outcome: 'not-json' };

const MAX_COMPILED = 100;
const compiled = new Map<string, Validate>();

export function runSchema({ schema, body }: SchemaJob): SchemaOutcome {
  let validate: Validate;
  try {
    validate = compile(schema);
  } catch (error) {
    return { outcome: 'bad-schema', reason: reasonOf(error) };
  }
  if (body === undefined) return { outcome: 'valid' };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { outcome: 'not-json' };
  }
  try {
    const errors = validate(value);
    return errors.length === 0 ? { outcome: 'valid' } : { outcome: 'invalid', errors };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { outcome: 'invalid', errors: ['instance is nested too deeply'] };
  }
}

function compile(schema: SchemaSet): Validate {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const { root, models } = schema;
  const validate = compileSchema(JSON.parse(root), (name) =>
    Object.hasOwn(models, name) ? models[name] : undefined,
  );
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, validate);
  return validate;
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is not JSON';
  if (error instanceof RangeError) return 'it is nested too deeply';
  return (error as Error).message;
}
