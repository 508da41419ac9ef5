import fc from 'fast-check';

/** What parsers of JSON, JavaScript's objects and our types have trouble with, as JSON text. */
const VALUES: readonly string[] = [
  ...['null', 'true', '[]', '{}', '""', '" "', '0', '-1', '0.1', '-0', '1e400', '9007199254740993'],
  ...['"\\ud800"', '"\\u0000"', '"\\udc00\\ud800"', '"__proto__"', '"constructor"', '"NaN"', '"1e9"'],
  ...['{"__proto__":{}}', '["a"]', '[[[[]]]]', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ...[`"${'9'.repeat(60)}"`, `"${'x'.repeat(3000)}"`, `"${'x'.repeat(400_000)}"`, '"../a"', '"a b"', '"é😀"'],
];

/** Members that no contract knows. Some have names that every JavaScript object has. */
const UNKNOWN_MEMBERS: readonly string[] = [
  '"__proto__":{"status":"placed","version":9}',
  '"constructor":{"prototype":{}}',
  '"toString":1',
  '"pk":"other"',
  '"coupon":"secret"',
  '"\\ud800":1',
  '"a\\nb":1',
];

/** A first byte of two, without the second. */
const NOT_UTF8 = Buffer.from([0x61, 0xc3, 0x28]);
const SPLIT = 'SPLIT HERE';

const BYTES: readonly string[] = ['"', '{', '}', '[', ',', ':', '\\', '\u0000', '\uFEFF', '/**/', '1e', ' '];

/**
 * JSON text of an object in which members have other values, are left out, come twice or are unknown; then, at times, with
 * bytes changed; text that is no UTF-8 in an object that is right otherwise; and bytes that have nothing to do with it.
 */
export function mutatedJson(valid: Readonly<Record<string, unknown>>): fc.Arbitrary<Buffer> {
  const names = Object.keys(valid);
  const edits = fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...VALUES) }, { weight: 1, arbitrary: fc.json() }),
    { maxKeys: 2 },
  );
  const object = fc
    .record({
      edits,
      left: fc.subarray(names, { maxLength: 1 }),
      unknown: fc.subarray([...UNKNOWN_MEMBERS], { maxLength: 2 }),
    })
    .map(({ edits, left, unknown }) => {
      const members = names
        .filter((name) => !left.includes(name))
        .map((name) => `${JSON.stringify(name)}:${edits[name] ?? JSON.stringify(valid[name])}`);
      return Buffer.from(`{${[...unknown, ...members].join(',')}}`);
    });
  const piece = fc.oneof(
    fc.constantFrom(...BYTES).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  );
  const damaged = fc
    .record({ body: object, at: fc.nat(400), removed: fc.nat(3), piece })
    .map(({ body, at, removed, piece }) =>
      Buffer.concat([body.subarray(0, at), piece, body.subarray(at + removed)]),
    );
  const notUtf8 = fc.constantFrom(...names.filter((name) => typeof valid[name] === 'string')).map((name) => {
    const [before = '', after = ''] = JSON.stringify({ ...valid, [name]: SPLIT }).split(SPLIT);
    return Buffer.concat([Buffer.from(before), NOT_UTF8, Buffer.from(after)]);
  });
  return fc.oneof(
    { weight: 6, arbitrary: object },
    { weight: 1, arbitrary: notUtf8 },
    { weight: 3, arbitrary: damaged },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)) },
  );
}
