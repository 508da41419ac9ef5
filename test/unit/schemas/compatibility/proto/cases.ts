import { type ContractCase, contractCase, messageCase } from './contract-case.ts';
import {
  CALLS,
  type Difference,
  ENUM_NUMBERS,
  FIELD_NAMES,
  IDEMPOTENCY,
  NUMBERS_WITHOUT_NAMES,
  ONEOFS,
  PRESENCE,
  RESERVED_NAMES,
  SIGNS,
  TYPE_NAMES,
  TYPE_NAMES_IN_BINARY,
  UNKNOWN_VALUES,
  VALUES_THAT_DO_NOT_FIT,
  ZERO_NAMES,
} from './differences.ts';

const METHOD = 'rpc Put(Item) returns (Item);';
const items = (methods: string, more = '') =>
  `service Items { ${methods} } message Item { string id = 1; } ${more}`;
const level = (values: string, more = 'Level level = 2;') =>
  `string id = 1; ${more} enum Level { ${values} }`;

const FIELDS: readonly ContractCase[] = [
  messageCase('nothing', 'string id = 1;', 'string id = 1;', []),
  messageCase('a field more', 'string id = 1;', 'string id = 1; string note = 2;', []),
  messageCase('an optional field more', 'string id = 1;', 'string id = 1; optional string note = 2;', []),
  messageCase('a list more', 'string id = 1;', 'string id = 1; repeated string notes = 2;', []),
  messageCase('a field less', 'string id = 1; string note = 2;', 'string id = 1;', [], { isReusable: true }),
  messageCase(
    'a field less, its number and name reserved',
    'string id = 1; string note = 2;',
    'string id = 1; reserved 2; reserved "note";',
    [],
  ),
  messageCase(
    'a field less, its number reserved',
    'string id = 1; string note = 2;',
    'string id = 1; reserved 2;',
    [],
    { isReusable: true },
  ),
  messageCase(
    'a field less, its name reserved',
    'string id = 1; string note = 2;',
    'string id = 1; reserved "note";',
    [],
    { isReusable: true },
  ),
  messageCase(
    'numbers no longer reserved',
    'string id = 1; reserved 2 to 5;',
    'string id = 1; reserved 2 to 4;',
    [],
    {
      isReusable: true,
    },
  ),
  messageCase('names no longer reserved', 'string id = 1; reserved "note";', 'string id = 1;', [], {
    isReusable: true,
    differs: RESERVED_NAMES,
  }),
  messageCase('numbers reserved in other ranges', 'reserved 2 to 5;', 'reserved 2, 3 to 6;', []),
  messageCase('another name', 'string id = 1;', 'string key = 1;', ['json-name']),
  messageCase('another name, the same in JSON', 'string id = 1;', 'string key = 1 [json_name = "id"];', [], {
    differs: FIELD_NAMES,
  }),
  messageCase('another name in JSON', 'string id = 1;', 'string id = 1 [json_name = "key"];', ['json-name']),
  messageCase(
    'exchanged names in JSON',
    'string a = 1; string b = 2;',
    'string a = 1 [json_name = "b"]; string b = 2 [json_name = "a"];',
    ['json-name'],
  ),
  messageCase(
    'another number',
    'string id = 1; string note = 2;',
    'string id = 1; string note = 3;',
    ['number'],
    {
      isReusable: true,
    },
  ),
  messageCase(
    'another number, the old one reserved',
    'string id = 1; string note = 2;',
    'string id = 1; string note = 3; reserved 2;',
    ['number'],
    { differs: NUMBERS_WITHOUT_NAMES },
  ),
  messageCase('exchanged numbers', 'string a = 1; string b = 2;', 'string b = 1; string a = 2;', ['number'], {
    differs: NUMBERS_WITHOUT_NAMES,
  }),
  messageCase(
    'a number with another field',
    'string id = 1; int32 score = 2;',
    'string id = 1; double risk = 2;',
    ['type', 'json-name'],
  ),
  messageCase(
    'packed numbers',
    'repeated int32 sizes = 1 [packed = false];',
    'repeated int32 sizes = 1;',
    [],
  ),
  messageCase('a field that is deprecated', 'string id = 1;', 'string id = 1 [deprecated = true];', []),
];

const PRESENCES: readonly ContractCase[] = [
  messageCase('a field that gets presence', 'string id = 1;', 'optional string id = 1;', ['presence'], {
    differs: PRESENCE,
  }),
  messageCase('a field that loses presence', 'optional int32 size = 1;', 'int32 size = 1;', ['presence'], {
    differs: PRESENCE,
  }),
  messageCase(
    'a message that becomes optional',
    'Part part = 1; message Part {}',
    'optional Part part = 1; message Part {}',
    [],
  ),
  messageCase('a value that becomes a list', 'string note = 1;', 'repeated string note = 1;', [
    'cardinality',
  ]),
  messageCase(
    'an optional value that becomes a list',
    'optional string note = 1;',
    'repeated string note = 1;',
    ['cardinality'],
  ),
  messageCase(
    'a message that becomes a list',
    'Part part = 1; message Part { string id = 1; }',
    'repeated Part part = 1; message Part { string id = 1; }',
    ['cardinality'],
  ),
  messageCase('a number that becomes a list', 'int32 size = 1;', 'repeated int32 size = 1;', ['cardinality']),
  messageCase(
    'a map that becomes a list',
    'map<string, string> tags = 1;',
    'repeated Tag tags = 1; message Tag { string key = 1; string value = 2; }',
    ['cardinality'],
  ),
  messageCase(
    'a map that becomes a message',
    'map<string, string> tags = 1;',
    'Tag tags = 1; message Tag { string key = 1; string value = 2; }',
    ['cardinality'],
  ),
];

const ONEOF_CHANGES: readonly ContractCase[] = [
  messageCase(
    'a oneof around two fields',
    'optional string card = 1; optional string cash = 2;',
    'oneof method { string card = 1; string cash = 2; }',
    ['oneof'],
  ),
  messageCase(
    'a oneof around one field',
    'optional string card = 1;',
    'oneof method { string card = 1; }',
    [],
    { differs: ONEOFS },
  ),
  messageCase(
    'a oneof around a field and a new one',
    'optional string card = 1;',
    'oneof method { string card = 1; string cash = 2; }',
    [],
    { differs: ONEOFS },
  ),
  messageCase(
    'a oneof around a field without presence',
    'string card = 1;',
    'oneof method { string card = 1; }',
    ['presence'],
  ),
  messageCase(
    'no oneof around two fields any more',
    'oneof method { string card = 1; string cash = 2; }',
    'optional string card = 1; optional string cash = 2;',
    ['oneof'],
  ),
  messageCase(
    'a field more in a oneof',
    'oneof method { string card = 1; }',
    'oneof method { string card = 1; string cash = 2; }',
    [],
  ),
  messageCase(
    'a field less in a oneof',
    'oneof method { string card = 1; string cash = 2; }',
    'oneof method { string card = 1; } reserved 2; reserved "cash";',
    [],
  ),
  messageCase(
    'a field that moves into a oneof',
    'oneof method { string card = 1; } optional string cash = 2;',
    'oneof method { string card = 1; string cash = 2; }',
    ['oneof'],
  ),
  messageCase(
    'two oneofs that become one',
    'oneof a { string card = 1; } oneof b { string cash = 2; }',
    'oneof a { string card = 1; string cash = 2; }',
    ['oneof'],
  ),
  messageCase(
    'a oneof with another name',
    'oneof a { string card = 1; string cash = 2; }',
    'oneof b { string card = 1; string cash = 2; }',
    [],
    { differs: ONEOFS },
  ),
];

const typeCase = (from: string, to: string, rules: ContractCase['rules'], differs?: Difference) =>
  messageCase(
    `${from} that becomes ${to}`,
    `${from} it = 1;`,
    `${to} it = 1;`,
    rules,
    differs && { differs },
  );

const TYPES: readonly ContractCase[] = [
  typeCase('string', 'int32', ['type']),
  typeCase('string', 'bytes', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('int32', 'int64', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('int32', 'uint32', ['type'], SIGNS),
  typeCase('uint32', 'int64', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('uint64', 'int64', ['type'], SIGNS),
  typeCase('int32', 'sint32', ['type']),
  typeCase('int32', 'fixed32', ['type']),
  typeCase('sint32', 'sint64', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('fixed32', 'sfixed32', ['type'], SIGNS),
  typeCase('fixed64', 'sfixed64', ['type'], SIGNS),
  typeCase('bool', 'int32', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('bool', 'string', ['type']),
  typeCase('float', 'double', ['type']),
  typeCase('int32', 'double', ['type']),
  typeCase('int32', 'float', ['type']),
  typeCase('int64', 'double', ['type']),
  typeCase('int64', 'string', ['type']),
  typeCase('double', 'string', ['type']),
  typeCase('repeated int32', 'repeated int64', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('repeated int32', 'repeated string', ['type']),
  typeCase('map<int32, string>', 'map<int64, string>', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('map<string, int32>', 'map<string, bool>', ['type'], VALUES_THAT_DO_NOT_FIT),
  typeCase('map<int32, string>', 'map<string, string>', ['type']),
  messageCase(
    'an enum that becomes an int32',
    level('NONE = 0; HIGH = 1;'),
    'string id = 1; int32 level = 2;',
    ['type'],
    { differs: ENUM_NUMBERS },
  ),
  messageCase(
    'an enum that becomes a string',
    level('NONE = 0; HIGH = 1;'),
    'string id = 1; string level = 2;',
    ['type'],
  ),
  messageCase(
    'a message that becomes a string',
    'Part part = 1; message Part { string id = 1; }',
    'string part = 1;',
    ['type'],
  ),
  messageCase(
    'a message with another name',
    'Part part = 1; message Part { string id = 1; }',
    'Piece part = 1; message Piece { string id = 1; }',
    [],
    { differs: TYPE_NAMES },
  ),
  messageCase(
    'another message',
    'Part part = 1; message Part { string id = 1; }',
    'Piece part = 1; message Piece { int32 id = 1; }',
    ['type'],
  ),
  messageCase(
    'a field of a nested message',
    'Part part = 1; message Part { string id = 1; }',
    'Part part = 1; message Part { bool id = 1; }',
    ['type'],
  ),
  messageCase(
    'a field of a message in a list',
    'repeated Part parts = 1; message Part { string id = 1; }',
    'repeated Part parts = 1; message Part { string key = 1; }',
    ['json-name'],
  ),
  messageCase(
    'a field of a message in a map',
    'map<string, Part> parts = 1; message Part { string id = 1; }',
    'map<string, Part> parts = 1; message Part { float id = 1; }',
    ['type'],
  ),
  messageCase(
    'a field of a message in itself',
    'string id = 1; Item next = 2;',
    'bool id = 1; Item next = 2;',
    ['type'],
  ),
  messageCase(
    'a time that becomes a message of the same fields',
    'google.protobuf.Timestamp at = 1;',
    'Time at = 1; message Time { int64 seconds = 1; int32 nanos = 2; }',
    ['type'],
    { differs: TYPE_NAMES_IN_BINARY },
  ),
];

const ENUMS: readonly ContractCase[] = [
  messageCase(
    'a value more',
    level('NONE = 0; HIGH = 1;'),
    level('NONE = 0; HIGH = 1; HIGHER = 2;'),
    ['enum-name'],
    { differs: UNKNOWN_VALUES },
  ),
  messageCase(
    'a value less',
    level('NONE = 0; LOW = 1; HIGH = 2;'),
    level('NONE = 0; HIGH = 2;'),
    ['enum-name'],
    { isReusable: true },
  ),
  messageCase(
    'a value less, reserved',
    level('NONE = 0; LOW = 1; HIGH = 2;'),
    level('NONE = 0; HIGH = 2; reserved 1; reserved "LOW";'),
    ['enum-name'],
    { differs: UNKNOWN_VALUES },
  ),
  messageCase('a value with another name', level('NONE = 0; HIGH = 1;'), level('NONE = 0; LARGE = 1;'), [
    'enum-name',
  ]),
  messageCase(
    'exchanged values',
    level('NONE = 0; LOW = 1; HIGH = 2;'),
    level('NONE = 0; HIGH = 1; LOW = 2;'),
    ['enum-number'],
    { differs: NUMBERS_WITHOUT_NAMES },
  ),
  messageCase(
    'a value with another number',
    level('NONE = 0; HIGH = 1;'),
    level('NONE = 0; HIGH = 2;'),
    ['enum-number'],
    { isReusable: true },
  ),
  messageCase('another name of 0', level('NONE = 0; HIGH = 1;'), level('UNKNOWN = 0; HIGH = 1;'), [], {
    differs: ZERO_NAMES,
  }),
  messageCase(
    'another name of 0 in a list',
    level('NONE = 0; HIGH = 1;', 'repeated Level level = 2;'),
    level('UNKNOWN = 0; HIGH = 1;', 'repeated Level level = 2;'),
    ['enum-name'],
  ),
  messageCase(
    'another value at 0',
    level('NONE = 0; HIGH = 1;'),
    level('HIGH = 0; NONE = 1;'),
    ['enum-number'],
    { differs: NUMBERS_WITHOUT_NAMES },
  ),
  messageCase(
    'an enum with another name',
    level('NONE = 0; HIGH = 1;'),
    'string id = 1; Rank level = 2; enum Rank { NONE = 0; HIGH = 1; }',
    [],
    { differs: TYPE_NAMES },
  ),
  messageCase(
    'values no longer reserved',
    level('NONE = 0; reserved 2 to 4;'),
    level('NONE = 0; reserved 2, 4;'),
    [],
    { isReusable: true },
  ),
];

const CALL_CHANGES: readonly ContractCase[] = [
  contractCase('a method more', items(METHOD), items(`${METHOD} rpc Get(Item) returns (Item);`), ['method'], {
    differs: CALLS,
  }),
  contractCase('a method less', items(`${METHOD} rpc Get(Item) returns (Item);`), items(METHOD), ['method'], {
    differs: CALLS,
  }),
  contractCase(
    'a method with another name',
    items(METHOD),
    items('rpc Set(Item) returns (Item);'),
    ['method'],
    { differs: CALLS },
  ),
  contractCase('a service more', items(METHOD), items(METHOD, `service More { ${METHOD} }`), ['service'], {
    differs: CALLS,
  }),
  contractCase('a service less', items(METHOD, `service More { ${METHOD} }`), items(METHOD), ['service'], {
    differs: CALLS,
  }),
  contractCase('a server stream', items(METHOD), items('rpc Put(Item) returns (stream Item);'), [
    'streaming',
  ]),
  contractCase('a client stream', items(METHOD), items('rpc Put(stream Item) returns (Item);'), [
    'streaming',
  ]),
  contractCase('no stream any more', items('rpc Put(stream Item) returns (stream Item);'), items(METHOD), [
    'streaming',
  ]),
  contractCase(
    'a method without side effects',
    items(METHOD),
    items('rpc Put(Item) returns (Item) { option idempotency_level = NO_SIDE_EFFECTS; }'),
    ['idempotency'],
  ),
  contractCase(
    'a method with side effects',
    items('rpc Put(Item) returns (Item) { option idempotency_level = NO_SIDE_EFFECTS; }'),
    items(METHOD),
    ['idempotency'],
  ),
  contractCase(
    'a method that is idempotent',
    items(METHOD),
    items('rpc Put(Item) returns (Item) { option idempotency_level = IDEMPOTENT; }'),
    [],
    { differs: IDEMPOTENCY },
  ),
  contractCase(
    'a request of another name',
    items(METHOD),
    items('rpc Put(Thing) returns (Item);', 'message Thing { string id = 1; }'),
    [],
    { differs: TYPE_NAMES },
  ),
  contractCase(
    'another request',
    items(METHOD),
    items('rpc Put(Thing) returns (Item);', 'message Thing { bool id = 1; }'),
    ['type'],
  ),
  contractCase(
    'another response',
    items(METHOD),
    items('rpc Put(Item) returns (Thing);', 'message Thing { string key = 1; }'),
    ['json-name'],
    { differs: TYPE_NAMES_IN_BINARY },
  ),
  contractCase(
    'a message in a stream',
    'service S { rpc Watch(A) returns (stream B); } message A {} message B { string id = 1; }',
    'service S { rpc Watch(A) returns (stream B); } message A {} message B { int32 id = 1; }',
    ['type'],
  ),
  contractCase(
    'a message that no method uses',
    items(METHOD, 'message Other { string id = 1; }'),
    items(METHOD),
    [],
  ),
  contractCase(
    'a field of a request only',
    'service S { rpc Do(A) returns (B); } message A { int32 size = 1; } message B {}',
    'service S { rpc Do(A) returns (B); } message A { int64 size = 1; } message B {}',
    ['type'],
    { differs: VALUES_THAT_DO_NOT_FIT },
  ),
  contractCase(
    'a field of a response only',
    'service S { rpc Do(A) returns (B); } message A {} message B { int32 size = 1; }',
    'service S { rpc Do(A) returns (B); } message A {} message B { int64 size = 1; }',
    ['type'],
    { differs: VALUES_THAT_DO_NOT_FIT },
  ),
];

/** Changes as owners make them: each runs through both directions, upgrade orders and encodings. */
export const ALL_CASES: readonly ContractCase[] = [
  ...FIELDS,
  ...PRESENCES,
  ...ONEOF_CHANGES,
  ...TYPES,
  ...ENUMS,
  ...CALL_CHANGES,
];
