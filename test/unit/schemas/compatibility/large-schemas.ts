import { seededRandom, whole } from '../../../../driver/random.ts';

/** Schemas that are small as text and have very many paths through them, or that are wide. */

type Json = Record<string, unknown>;

const record = (name: string, fields: readonly Json[]): Json => ({ type: 'record', name, fields });

/**
 * Records in levels, each of which refers twice to the next: `levels` records, and 2^levels paths. The innermost has a
 * field `leaf` of the type given.
 */
export function sharedLevels(levels: number, leaf: unknown): Json {
  let inner: unknown = record('Leaf', [{ name: 'leaf', type: leaf }]);
  let name = 'Leaf';
  for (let level = levels; level > 0; level -= 1) {
    const outer = `Level${level}`;
    inner = record(outer, [
      { name: 'first', type: inner },
      { name: 'second', type: ['null', name] },
      { name: 'others', type: { type: 'array', items: name } },
    ]);
    name = outer;
  }
  return inner as Json;
}

/** An enum of `count` symbols, `S0` and so on. */
export function wideEnum(count: number): Json {
  return { type: 'enum', name: 'Wide', symbols: Array.from({ length: count }, (_, index) => `S${index}`) };
}

/** A record with a union of `count` records that differ in name only. `from` is the number of the first. */
export function wideUnion(count: number, from = 0): Json {
  const branches = Array.from({ length: count }, (_, index) =>
    record(`Branch${from + index}`, [{ name: 'value', type: 'int' }]),
  );
  return record('Holder', [{ name: 'one', type: ['null', ...branches] }]);
}

/**
 * A schema of the shape of Apache's own `large_schema.avsc`: hundreds of documented records that refer to each other,
 * most of them optional, forwards, backwards and to themselves; about 385 kB of text.
 */
export function largeSchema({ records = 420, seed = 7, leaf = 'string' } = {}): Json {
  const random = seededRandom(seed);
  const defined: string[] = [];
  const next = (depth: number): unknown => {
    if (defined.length > 3 && (defined.length >= records || depth > 12 || random() < 0.6)) {
      return ['null', defined[whole(random, 0, defined.length - 1)]];
    }
    return ['null', define(depth + 1)];
  };
  const define = (depth: number): Json => {
    const name = `Part${defined.length}`;
    defined.push(name);
    const fields = Array.from({ length: 5 }, (_, index) => ({
      name: `reference${index}`,
      doc: `The ${index}th thing that a ${name} refers to, when there is one; see the general notes about references.`,
      type: next(depth),
      default: null,
    }));
    return { ...record(name, [{ name: 'value', type: leaf }, ...fields]), namespace: 'org.example.large' };
  };
  const members: Json[] = [];
  while (defined.length < records) {
    members.push({ name: `member${members.length}`, type: ['null', define(0)], default: null });
  }
  return { ...record('Large', members), namespace: 'org.example.large' };
}
