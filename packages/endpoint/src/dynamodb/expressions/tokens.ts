/**
 * Tokens of the expression language. AWS's lexer has a token for every character: one that belongs to no other token
 * is a token of its own, which no rule of the grammar accepts.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
 */
export interface Token {
  readonly kind: 'name' | 'alias' | 'value' | 'number' | 'operator' | 'unknown' | 'end';
  readonly text: string;
  /** Position in the source. */
  readonly start: number;
  readonly end: number;
}

const KINDS = ['name', 'alias', 'value', 'number', 'operator', 'unknown'] as const;

/** One group a kind, in the order of `KINDS`. A name starts with a letter; `007` is three numbers. */
const TOKEN =
  /([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(0|[1-9][0-9]*)|(<>|<=|>=|[=<>+\-()[\].,])|([^ \t\r\n])/gu;

/** The tokens of an expression. The last one is always the end. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  for (const match of source.matchAll(TOKEN)) {
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    const [text] = match;
    tokens.push({ kind: kind ?? 'unknown', text, start: match.index, end: match.index + text.length });
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: source.length, end: source.length });
  return tokens;
}
