import type { IncompatibilityRule } from '../../../../schemas/compatibility/incompatibility.ts';

/** One pair of schemas, with what one side writes and what the other must then see, or why it cannot read at all. */
export interface ResolutionCase {
  /** The clause of "Schema Resolution", "Complex Types" or "Aliases" in the Avro specification that it comes from. */
  clause: string;
  name: string;
  writer: unknown;
  reader: unknown;
  /** What the writer writes → what the reader sees. Empty where no datum can be read. */
  data: readonly (readonly [written: unknown, read: unknown])[];
  refused?: IncompatibilityRule;
}

const bytes = (text: string) => Buffer.from(text, 'latin1');

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;

const SAMPLE: Record<(typeof PRIMITIVES)[number], unknown> = {
  null: null,
  boolean: true,
  int: 7,
  long: 4_000_000_000,
  float: 1.5,
  double: 0.1,
  bytes: bytes('tea'),
  string: 'tea',
};

/** "int is promotable to long, float, or double" and so on; every other pair of primitives is refused. */
const PROMOTED: Record<string, unknown> = {
  'int→long': 7,
  'int→float': 7,
  'int→double': 7,
  'long→float': 4_000_000_000,
  'long→double': 4_000_000_000,
  'float→double': 1.5,
  'string→bytes': bytes('tea'),
  'bytes→string': 'tea',
};

const primitives: ResolutionCase[] = PRIMITIVES.flatMap((writer) =>
  PRIMITIVES.map((reader): ResolutionCase => {
    const pair = `${writer}→${reader}`;
    const base = { clause: 'primitive promotion', name: pair, writer, reader };
    if (writer === reader) return { ...base, data: [[SAMPLE[writer], SAMPLE[writer]]] };
    if (pair in PROMOTED) return { ...base, data: [[SAMPLE[writer], PROMOTED[pair]]] };
    return { ...base, data: [], refused: 'TYPE_MISMATCH' };
  }),
);

/** The same promotions hold inside an array, a map, a union and a field. */
const nested: ResolutionCase[] = (
  [
    ['int', 'long', 7, 7],
    ['float', 'double', 1.5, 1.5],
    ['string', 'bytes', 'tea', bytes('tea')],
    ['long', 'int', undefined, undefined],
    ['double', 'float', undefined, undefined],
    ['boolean', 'string', undefined, undefined],
  ] as const
).flatMap(([writer, reader, written, read]): ResolutionCase[] => {
  const refused = written === undefined ? ({ refused: 'TYPE_MISMATCH' } as const) : {};
  const pair = `${writer}→${reader}`;
  const data = (wrap: (value: unknown) => unknown) =>
    written === undefined ? [] : ([[wrap(written), wrap(read)]] as const);
  return [
    {
      clause: 'arrays: items are resolved recursively',
      name: `array of ${pair}`,
      writer: { type: 'array', items: writer },
      reader: { type: 'array', items: reader },
      data: data((value) => [value, value]),
      ...refused,
    },
    {
      clause: 'maps: values are resolved recursively',
      name: `map of ${pair}`,
      writer: { type: 'map', values: writer },
      reader: { type: 'map', values: reader },
      data: data((value) => ({ a: value })),
      ...refused,
    },
    {
      clause: 'records: fields with the same name are resolved recursively',
      name: `field of ${pair}`,
      writer: record('R', [{ name: 'f', type: writer }]),
      reader: record('R', [{ name: 'f', type: reader }]),
      data: data((value) => ({ f: value })),
      ...refused,
    },
    {
      clause: 'both unions: the first branch of the reader that matches is taken',
      name: `union branch of ${pair}`,
      writer: ['null', writer],
      reader: ['null', reader],
      data: written === undefined ? [] : [[branch(writer, written), branch(reader, read)]],
      ...(written === undefined && { refused: 'MISSING_UNION_BRANCH' as const }),
    },
  ];
});

const containers: ResolutionCase[] = [
  refuse(
    'an array is no map',
    { type: 'array', items: 'int' },
    { type: 'map', values: 'int' },
    'TYPE_MISMATCH',
  ),
  refuse(
    'a map is no array',
    { type: 'map', values: 'int' },
    { type: 'array', items: 'int' },
    'TYPE_MISMATCH',
  ),
  refuse('an array is no item', { type: 'array', items: 'int' }, 'int', 'TYPE_MISMATCH'),
  refuse('an item is no array', 'int', { type: 'array', items: 'int' }, 'TYPE_MISMATCH'),
  refuse('a record is no map', record('R', []), { type: 'map', values: 'int' }, 'TYPE_MISMATCH'),
  refuse('a map is no record', { type: 'map', values: 'int' }, record('R', []), 'TYPE_MISMATCH'),
  refuse('an enum is no string', enumeration('E', ['A']), 'string', 'TYPE_MISMATCH'),
  refuse('a string is no enum', 'string', enumeration('E', ['A']), 'TYPE_MISMATCH'),
  refuse('a fixed is no bytes', fixed('F', 2), 'bytes', 'TYPE_MISMATCH'),
  refuse('bytes are no fixed', 'bytes', fixed('F', 2), 'TYPE_MISMATCH'),
  refuse('an enum is no fixed', enumeration('X', ['A']), fixed('X', 2), 'TYPE_MISMATCH'),
  refuse('a record is no enum', record('X', []), enumeration('X', ['A']), 'TYPE_MISMATCH'),
  read('an empty array', { type: 'array', items: 'int' }, { type: 'array', items: 'long' }, [[[], []]]),
  read('an empty map', { type: 'map', values: 'int' }, { type: 'map', values: 'long' }, [[{}, {}]]),
  read(
    'arrays of arrays',
    { type: 'array', items: { type: 'array', items: 'int' } },
    { type: 'array', items: { type: 'array', items: 'double' } },
    [
      [
        [[1], [2, 3]],
        [[1], [2, 3]],
      ],
    ],
  ),
].map((entry) => ({ ...entry, clause: 'arrays and maps match their own kind' }));

const enums: ResolutionCase[] = [
  read('the same symbols', enumeration('E', ['A', 'B']), enumeration('E', ['A', 'B']), [['B', 'B']]),
  read('the reader orders them otherwise', enumeration('E', ['A', 'B']), enumeration('E', ['B', 'A']), [
    ['A', 'A'],
    ['B', 'B'],
  ]),
  read('the reader knows more', enumeration('E', ['A']), enumeration('E', ['A', 'B']), [['A', 'A']]),
  refuse(
    'the reader knows fewer',
    enumeration('E', ['A', 'B']),
    enumeration('E', ['A']),
    'MISSING_ENUM_SYMBOLS',
  ),
  refuse('no symbol in common', enumeration('E', ['A']), enumeration('E', ['B']), 'MISSING_ENUM_SYMBOLS'),
  read(
    'the reader knows fewer and has a default',
    enumeration('E', ['A', 'B']),
    enumeration('E', ['OTHER', 'A'], { default: 'OTHER' }),
    [
      ['A', 'A'],
      ['B', 'OTHER'],
    ],
  ),
  refuse(
    'the writer’s default does not help the reader',
    enumeration('E', ['A', 'B'], { default: 'A' }),
    enumeration('E', ['A']),
    'MISSING_ENUM_SYMBOLS',
  ),
  refuse('another name', enumeration('E', ['A']), enumeration('F', ['A']), 'NAME_MISMATCH'),
  read('another name with an alias', enumeration('E', ['A']), enumeration('F', ['A'], { aliases: ['E'] }), [
    ['A', 'A'],
  ]),
  refuse(
    'an alias of the writer',
    enumeration('E', ['A'], { aliases: ['F'] }),
    enumeration('F', ['A']),
    'NAME_MISMATCH',
  ),
  refuse('another namespace', enumeration('a.E', ['A']), enumeration('b.E', ['A']), 'NAME_MISMATCH'),
  read(
    'another namespace with an alias',
    enumeration('a.E', ['A']),
    enumeration('b.E', ['A'], { aliases: ['a.E'] }),
    [['A', 'A']],
  ),
].map((entry) => ({
  ...entry,
  clause: 'enums: a symbol the reader lacks becomes its default or is an error',
}));

const fixeds: ResolutionCase[] = [
  read('the same name and size', fixed('F', 3), fixed('F', 3), [[bytes('tea'), bytes('tea')]]),
  refuse('another size', fixed('F', 3), fixed('F', 4), 'FIXED_SIZE_MISMATCH'),
  refuse('a smaller size', fixed('F', 3), fixed('F', 2), 'FIXED_SIZE_MISMATCH'),
  refuse('another name', fixed('F', 3), fixed('G', 3), 'NAME_MISMATCH'),
  read('another name with an alias', fixed('F', 3), fixed('G', 3, { aliases: ['F'] }), [
    [bytes('tea'), bytes('tea')],
  ]),
  refuse(
    'an alias does not mend the size',
    fixed('F', 3),
    fixed('G', 4, { aliases: ['F'] }),
    'FIXED_SIZE_MISMATCH',
  ),
  refuse('another namespace', fixed('a.F', 3), fixed('b.F', 3), 'NAME_MISMATCH'),
].map((entry) => ({ ...entry, clause: 'fixed: sizes and names match' }));

const unions: ResolutionCase[] = [
  read('a value into a union that has it', 'int', ['null', 'int'], [[7, branch('int', 7)]]),
  read('null into a nullable', 'null', ['null', 'int'], [[null, null]]),
  read('a promotion into a union', 'int', ['null', 'double'], [[7, branch('double', 7)]]),
  read(
    'the first branch that takes it, though a later one is exact',
    'int',
    ['double', 'int'],
    [[7, branch('double', 7)]],
  ),
  refuse('a value into a union without it', 'boolean', ['null', 'int'], 'MISSING_UNION_BRANCH'),
  refuse('a wider value into a union of narrower ones', 'long', ['null', 'int'], 'MISSING_UNION_BRANCH'),
  read('a union of one into its type', ['int'], 'int', [[branch('int', 7), 7]]),
  read('a union of one into a promotion', ['int'], 'long', [[branch('int', 7), 7]]),
  refuse('a nullable into a value', ['null', 'int'], 'int', 'TYPE_MISMATCH'),
  refuse('two kinds into one', ['int', 'string'], 'int', 'TYPE_MISMATCH'),
  read('two numbers into the wider', ['int', 'long'], 'double', [
    [branch('int', 7), 7],
    [branch('long', 8), 8],
  ]),
  read('two texts into bytes', ['string', 'bytes'], 'bytes', [[branch('string', 'tea'), bytes('tea')]]),
  read(
    'the same branches in another order',
    ['null', 'int'],
    ['int', 'null'],
    [
      [null, null],
      [branch('int', 7), branch('int', 7)],
    ],
  ),
  read('one more branch', ['null', 'int'], ['null', 'int', 'string'], [[branch('int', 7), branch('int', 7)]]),
  refuse('one branch fewer', ['null', 'int', 'string'], ['null', 'int'], 'MISSING_UNION_BRANCH'),
  read(
    'a branch fewer that another takes',
    ['null', 'int', 'long'],
    ['null', 'long'],
    [[branch('int', 7), branch('long', 7)]],
  ),
  read(
    'a branch in an array',
    { type: 'array', items: ['null', 'int'] },
    { type: 'array', items: ['null', 'long'] },
    [
      [
        [null, branch('int', 7)],
        [null, branch('long', 7)],
      ],
    ],
  ),
  read(
    'records told apart by name',
    [record('A', [{ name: 'x', type: 'int' }]), record('B', [{ name: 'x', type: 'int' }])],
    [record('B', [{ name: 'x', type: 'int' }]), record('A', [{ name: 'x', type: 'long' }])],
    [
      [branch('A', { x: 1 }), branch('A', { x: 1 })],
      [branch('B', { x: 2 }), branch('B', { x: 2 })],
    ],
  ),
  refuse(
    'a record that the union knows by another name',
    record('A', [{ name: 'x', type: 'int' }]),
    ['null', record('B', [{ name: 'x', type: 'int' }])],
    'NAME_MISMATCH',
  ),
  refuse(
    'a record whose branch lacks a default',
    record('A', []),
    ['null', record('A', [{ name: 'x', type: 'int' }])],
    'READER_FIELD_MISSING_DEFAULT_VALUE',
  ),
  read(
    'an enum within a union that grew a default',
    ['null', enumeration('E', ['A', 'B'])],
    ['null', enumeration('E', ['A'], { default: 'A' })],
    [[branch('E', 'B'), branch('E', 'A')]],
  ),
  refuse(
    'an enum within a union that lost a symbol',
    ['null', enumeration('E', ['A', 'B'])],
    ['null', enumeration('E', ['A'])],
    'MISSING_ENUM_SYMBOLS',
  ),
].map((entry) => ({ ...entry, clause: 'unions: the first branch of the reader that matches is taken' }));

const NAME = { name: 'name', type: 'string' };

const records: ResolutionCase[] = [
  read('the same fields', record('R', [NAME]), record('R', [NAME]), [[{ name: 'Ada' }, { name: 'Ada' }]]),
  read(
    'the fields in another order',
    record('R', [NAME, { name: 'age', type: 'int' }]),
    record('R', [{ name: 'age', type: 'int' }, NAME]),
    [
      [
        { name: 'Ada', age: 36 },
        { age: 36, name: 'Ada' },
      ],
    ],
  ),
  read(
    'a writer’s field that the reader lacks is ignored',
    record('R', [NAME, { name: 'age', type: 'int' }]),
    record('R', [NAME]),
    [[{ name: 'Ada', age: 36 }, { name: 'Ada' }]],
  ),
  read(
    'a first field that the reader lacks is skipped',
    record('R', [{ name: 'age', type: 'int' }, NAME]),
    record('R', [NAME]),
    [[{ age: 36, name: 'Ada' }, { name: 'Ada' }]],
  ),
  read(
    'a nested value that the reader lacks is skipped whole',
    record('R', [{ name: 'tags', type: { type: 'map', values: { type: 'array', items: 'string' } } }, NAME]),
    record('R', [NAME]),
    [[{ tags: { a: ['b', 'c'] }, name: 'Ada' }, { name: 'Ada' }]],
  ),
  refuse(
    'a reader’s field without default',
    record('R', []),
    record('R', [NAME]),
    'READER_FIELD_MISSING_DEFAULT_VALUE',
  ),
  ...(
    [
      ['null', 'null', null, null],
      ['boolean', 'boolean', true, true],
      ['int', 'int', 7, 7],
      ['long', 'long', 8, 8],
      ['float', 'float', 1.5, 1.5],
      ['double', 'double', 2.5, 2.5],
      ['string', 'string', 'tea', 'tea'],
      ['bytes', 'bytes', 'tea', bytes('tea')],
      ['array', { type: 'array', items: 'int' }, [1, 2], [1, 2]],
      ['map', { type: 'map', values: 'int' }, { a: 1 }, { a: 1 }],
      ['enum', enumeration('E', ['A', 'B']), 'B', 'B'],
      ['fixed', fixed('F', 3), 'tea', bytes('tea')],
      ['nullable', ['null', 'int'], null, null],
      ['union whose first branch is no null', ['int', 'null'], 7, branch('int', 7)],
      ['record', record('N', [{ name: 'x', type: 'int' }]), { x: 1 }, { x: 1 }],
      [
        'record whose own fields have defaults',
        record('N', [{ name: 'x', type: 'int', default: 3 }]),
        {},
        { x: 3 },
      ],
    ] as const
  ).map(([kind, type, declared, seen]) =>
    read(
      `a reader’s field with a default: ${kind}`,
      record('R', []),
      record('R', [{ name: 'f', type, default: declared }]),
      [[{}, { f: seen }]],
    ),
  ),
  read(
    'the default is not used where the writer has the field',
    record('R', [{ name: 'f', type: 'int' }]),
    record('R', [{ name: 'f', type: 'int', default: 9 }]),
    [[{ f: 1 }, { f: 1 }]],
  ),
  refuse(
    'the writer’s default does not help the reader',
    record('R', []),
    record('R', [{ name: 'f', type: 'int' }]),
    'READER_FIELD_MISSING_DEFAULT_VALUE',
  ),
  read(
    'a field made nullable',
    record('R', [NAME]),
    record('R', [{ name: 'name', type: ['null', 'string'] }]),
    [[{ name: 'Ada' }, { name: branch('string', 'Ada') }]],
  ),
  refuse(
    'a nullable field made required',
    record('R', [{ name: 'name', type: ['null', 'string'] }]),
    record('R', [NAME]),
    'TYPE_MISMATCH',
  ),
  read(
    'a field widened',
    record('R', [{ name: 'n', type: 'int' }]),
    record('R', [{ name: 'n', type: 'long' }]),
    [[{ n: 7 }, { n: 7 }]],
  ),
  refuse(
    'a field narrowed',
    record('R', [{ name: 'n', type: 'long' }]),
    record('R', [{ name: 'n', type: 'int' }]),
    'TYPE_MISMATCH',
  ),
  refuse('another name', record('R', [NAME]), record('S', [NAME]), 'NAME_MISMATCH'),
  refuse('another namespace', record('a.R', [NAME]), record('b.R', [NAME]), 'NAME_MISMATCH'),
  refuse('a namespace that came later', record('R', [NAME]), record('shop.R', [NAME]), 'NAME_MISMATCH'),
].map((entry) => ({
  ...entry,
  clause: 'records: fields are matched by name, defaults fill what is missing',
}));

const aliases: ResolutionCase[] = [
  read('a record renamed', record('Old', [NAME]), record('New', [NAME], { aliases: ['Old'] }), [
    [{ name: 'Ada' }, { name: 'Ada' }],
  ]),
  read(
    'a record moved to another namespace',
    record('a.R', [NAME]),
    record('b.R', [NAME], { aliases: ['a.R'] }),
    [[{ name: 'Ada' }, { name: 'Ada' }]],
  ),
  read(
    'an unqualified alias is in the namespace of its type',
    record('a.Old', [NAME]),
    record('a.New', [NAME], { aliases: ['Old'] }),
    [[{ name: 'Ada' }, { name: 'Ada' }]],
  ),
  refuse(
    'an alias in the wrong namespace',
    record('a.Old', [NAME]),
    record('b.New', [NAME], { aliases: ['Old'] }),
    'NAME_MISMATCH',
  ),
  refuse(
    'a renaming is not forward compatible',
    record('New', [NAME], { aliases: ['Old'] }),
    record('Old', [NAME]),
    'NAME_MISMATCH',
  ),
  read(
    'a field renamed',
    record('R', [NAME]),
    record('R', [{ name: 'fullName', type: 'string', aliases: ['name'] }]),
    [[{ name: 'Ada' }, { fullName: 'Ada' }]],
  ),
  refuse(
    'a field renamed is not forward compatible',
    record('R', [{ name: 'fullName', type: 'string', aliases: ['name'] }]),
    record('R', [NAME]),
    'READER_FIELD_MISSING_DEFAULT_VALUE',
  ),
  read(
    'a field renamed without an alias loses its value to the default',
    record('R', [NAME]),
    record('R', [{ name: 'fullName', type: 'string', default: 'unknown' }]),
    [[{ name: 'Ada' }, { fullName: 'unknown' }]],
  ),
  read(
    'a field renamed and widened',
    record('R', [{ name: 'n', type: 'int' }]),
    record('R', [{ name: 'count', type: 'long', aliases: ['n'] }]),
    [[{ n: 7 }, { count: 7 }]],
  ),
  read(
    'a field renamed twice, read from the oldest',
    record('R', [{ name: 'a', type: 'int' }]),
    record('R', [{ name: 'c', type: 'int', aliases: ['b', 'a'] }]),
    [[{ a: 1 }, { c: 1 }]],
  ),
  refuse(
    'a writer that has both the old and the new name',
    record('R', [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
    ]),
    record('R', [{ name: 'b', type: 'int', aliases: ['a'] }]),
    'AMBIGUOUS_FIELD_ALIAS',
  ),
].map((entry) => ({ ...entry, clause: 'aliases: the reader’s, rewriting the writer’s names' }));

const PERSON = (fields: readonly object[]) => record('Person', [NAME, ...fields]);

const recursive: ResolutionCase[] = [
  read(
    'a list of itself',
    record('Node', [
      { name: 'n', type: 'int' },
      { name: 'next', type: ['null', 'Node'] },
    ]),
    record('Node', [
      { name: 'n', type: 'long' },
      { name: 'next', type: ['null', 'Node'] },
    ]),
    [
      [
        { n: 1, next: branch('Node', { n: 2, next: null }) },
        { n: 1, next: branch('Node', { n: 2, next: null }) },
      ],
    ],
  ),
  refuse(
    'a list of itself whose deeper part cannot be read',
    record('Node', [
      { name: 'next', type: ['null', 'Node'] },
      { name: 'n', type: 'long' },
    ]),
    record('Node', [
      { name: 'next', type: ['null', 'Node'] },
      { name: 'n', type: 'int' },
    ]),
    'TYPE_MISMATCH',
  ),
  read(
    'a type used twice',
    PERSON([
      { name: 'home', type: record('Address', [{ name: 'street', type: 'string' }]) },
      { name: 'work', type: 'Address' },
    ]),
    PERSON([
      {
        name: 'home',
        type: record('Address', [
          { name: 'street', type: 'string' },
          { name: 'city', type: 'string', default: '?' },
        ]),
      },
      { name: 'work', type: 'Address' },
    ]),
    [
      [
        { name: 'Ada', home: { street: 'a' }, work: { street: 'b' } },
        { name: 'Ada', home: { street: 'a', city: '?' }, work: { street: 'b', city: '?' } },
      ],
    ],
  ),
  refuse(
    'a nested record that lost a required field',
    PERSON([{ name: 'home', type: record('Address', []) }]),
    PERSON([{ name: 'home', type: record('Address', [{ name: 'street', type: 'string' }]) }]),
    'READER_FIELD_MISSING_DEFAULT_VALUE',
  ),
  read(
    'a nested record that lost a field nobody needs',
    PERSON([{ name: 'home', type: record('Address', [{ name: 'street', type: 'string' }]) }]),
    PERSON([{ name: 'home', type: record('Address', []) }]),
    [
      [
        { name: 'Ada', home: { street: 'a' } },
        { name: 'Ada', home: {} },
      ],
    ],
  ),
].map((entry) => ({ ...entry, clause: 'records are resolved recursively' }));

export const RESOLUTION_CASES: readonly ResolutionCase[] = [
  ...primitives,
  ...nested,
  ...containers,
  ...enums,
  ...fixeds,
  ...unions,
  ...records,
  ...aliases,
  ...recursive,
];

function record(name: string, fields: readonly object[], more: object = {}) {
  return { type: 'record', name, fields, ...more };
}

function enumeration(name: string, symbols: readonly string[], more: object = {}) {
  return { type: 'enum', name, symbols, ...more };
}

function fixed(name: string, size: number, more: object = {}) {
  return { type: 'fixed', name, size, ...more };
}

/** A union's value: avsc is used with wrapped unions, so that one more branch does not change the value's shape. */
function branch(type: string, value: unknown) {
  return { [type]: value };
}

function read(
  name: string,
  writer: unknown,
  reader: unknown,
  data: readonly (readonly [unknown, unknown])[],
): ResolutionCase {
  return { clause: '', name, writer, reader, data };
}

function refuse(
  name: string,
  writer: unknown,
  reader: unknown,
  refused: IncompatibilityRule,
): ResolutionCase {
  return { clause: '', name, writer, reader, data: [], refused };
}
