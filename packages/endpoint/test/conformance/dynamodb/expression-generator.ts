import type { Seeded } from '../../support/seeded.ts';

/** Characters that belong to no token: each makes an expression a syntax error. */
const FOREIGN = [...'€éß😀İﬀ٣', ...'"\'`\\/;!@$%^&*{}|~?', '\u0000', '\u0001', '\u001b', '\u007f'].concat([
  '\u00a0',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u0301',
  '\ud800',
  '\udfff',
  '\f',
  '\v',
  '_',
]);
const SPACE = ['', ' ', '  ', '\t', '\r\n'];
const WORDS = ['a', 'pk', 'l', 'm', 'Items_2', 'and', 'SET', 'remove', 'name', 'size', 'z'.repeat(300)];
const NUMBERS = ['0', '1', '7', '007', '4294967294', '4294967295', '99999999999999999999', '1e5', '-1'];
const SYMBOLS = [
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '(',
  ')',
  '[',
  ']',
  '.',
  ',',
  '#',
  ':',
  '#a',
  ':v',
];
const FUNCTIONS = [
  'attribute_exists',
  'begins_with',
  'contains',
  'size',
  'if_not_exists',
  'list_append',
  'f',
];

/** Says for certain that an expression is refused; others may be well-formed. */
export function isForeign(expression: string): boolean {
  return /[^A-Za-z0-9_#:=<>+\-()[\].,\t\r\n ]|(?<![A-Za-z0-9_#:])_/.test(expression);
}

/** A bad expression, or now and then a good one: noise, damaged grammar, deep nesting. */
export function expression(random: Seeded, kind: 'condition' | 'update' | 'projection'): string {
  switch (random.below(4)) {
    case 0:
      return noise(random);
    case 1:
      return nest(random);
    case 2:
      return damage(random, grammatical(random, kind));
    default:
      return grammatical(random, kind);
  }
}

const STATEMENTS = [
  "SELECT * FROM \"items\" WHERE pk = 'one' AND contains(a, 'é')",
  'SELECT a, l[0].b FROM items WHERE pk = ? AND NOT (a > 5 OR m.x IN [1, 2])',
  "INSERT INTO items VALUE {'pk': 'two', 'l': [1, {'a': <<'x', 'y'>>}], 'n': -1.5e3}",
  "UPDATE items SET a = a + 1, m.l[4294967294] = 'x' REMOVE s WHERE pk = 'one'",
  "DELETE FROM items WHERE pk = 'two' RETURNING ALL OLD *",
];

/** A PartiQL statement, most often a bad one. */
export function statement(random: Seeded): string {
  const text = random.pick(STATEMENTS);
  switch (random.below(4)) {
    case 0:
      return `${text} ${noise(random)}`;
    case 1:
      return `${text.split(' WHERE ')[0]} WHERE ${nest(random)}`;
    case 2:
      return damage(random, damage(random, text));
    default:
      return text;
  }
}

function noise(random: Seeded): string {
  const parts = [FOREIGN, SPACE, WORDS, NUMBERS, SYMBOLS, FUNCTIONS, ['AND', 'OR', 'NOT', 'IN', 'BETWEEN']];
  return Array.from({ length: 1 + random.below(12) }, () => random.pick(random.pick(parts))).join(
    random.pick(SPACE),
  );
}

function nest(random: Seeded): string {
  const part = random.pick([
    '(',
    'NOT ',
    'size(',
    'a[0]',
    'a.',
    '[',
    'if_not_exists(a,',
    'a<:v AND (',
    'SET ',
  ]);
  const depth = random.pick([10, 100, 300, 1000, 4096]);
  return `${part.repeat(depth)}${random.pick(['', 'a', 'a = :v', ')'.repeat(depth)])}`;
}

/** Puts something in, takes something out or doubles it, somewhere. */
function damage(random: Seeded, text: string): string {
  const at = random.below(text.length + 1);
  const until = Math.min(text.length, at + random.below(4));
  const put = random.pick(['', random.pick(FOREIGN), random.pick(SYMBOLS), text.slice(at, until).repeat(2)]);
  return text.slice(0, at) + put + text.slice(until);
}

function grammatical(random: Seeded, kind: 'condition' | 'update' | 'projection'): string {
  if (kind === 'projection') return Array.from({ length: 1 + random.below(4) }, () => path(random)).join(',');
  return kind === 'update' ? update(random) : condition(random, 3);
}

function path(random: Seeded): string {
  const steps = Array.from({ length: random.below(3) }, () =>
    random.pick([`.${random.pick(WORDS)}`, `[${random.pick(NUMBERS)}]`, '.#a', '[ 2 ]']),
  );
  return random.pick(['a', 'l', 'm', '#a', random.pick(WORDS)]) + steps.join('');
}

function operand(random: Seeded): string {
  return random.pick([':v', path(random), `size(${path(random)})`, `(${path(random)})`, ':undefined']);
}

function condition(random: Seeded, depth: number): string {
  if (depth > 0 && random.below(2) === 0) {
    const inner = condition(random, depth - 1);
    return random.pick([
      `${inner} ${random.pick(['AND', 'or'])} ${condition(random, depth - 1)}`,
      `NOT ${inner}`,
      `(${inner})`,
    ]);
  }
  return random.pick([
    `${operand(random)} ${random.pick(['=', '<>', '<', '>='])} ${operand(random)}`,
    `${operand(random)} BETWEEN ${operand(random)} AND ${operand(random)}`,
    `${operand(random)} IN (${operand(random)}, ${operand(random)})`,
    `${random.pick(FUNCTIONS)}(${operand(random)}${random.pick(['', `, ${operand(random)}`])})`,
  ]);
}

function update(random: Seeded): string {
  const clauses = [
    () => `SET ${path(random)} = ${operand(random)} ${random.pick(['', '+ :v', '- :v'])}`,
    () => `SET ${path(random)} = ${random.pick(FUNCTIONS)}(${path(random)}, ${operand(random)})`,
    () => `REMOVE ${path(random)}, ${path(random)}`,
    () => `ADD ${path(random)} :v`,
    () => `delete ${path(random)} :v`,
  ];
  return Array.from({ length: 1 + random.below(3) }, () => random.pick(clauses)()).join(' ');
}
