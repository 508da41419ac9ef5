import type { ExpressionReader } from './reader.ts';

/** A part of a document path: an attribute's name or `#alias`, or an index into a list. */
export type PathStep =
  | { readonly name: string }
  | { readonly index: number /** Where the number stands among the tokens. */; readonly token: number };

export type DocumentPath = readonly [{ readonly name: string }, ...PathStep[]];

/** Measured on AWS: 4294967294 is the largest index that DynamoDB takes. */
const MAX_LIST_INDEX = 4_294_967_294;

/**
 * Words that the engine's lexer takes for keywords in every expression. DynamoDB reserves them as names too, and says
 * so; which of them are keywords depends on the kind of expression.
 */
const RESERVED = new Set(['ADD', 'AND', 'BETWEEN', 'DELETE', 'IN', 'NOT', 'OR', 'SET']);

/** Reads a path such as `a.#b[0]`. `keywords` are the words that cannot be names here. */
export function readPath(reader: ExpressionReader, keywords: ReadonlySet<string>): DocumentPath {
  const path: [{ name: string }, ...PathStep[]] = [{ name: readName(reader, keywords) }];
  for (;;) {
    if (reader.accept('.')) {
      path.push({ name: readName(reader, keywords) });
    } else if (reader.accept('[')) {
      path.push(readIndex(reader));
      reader.expect(']');
    } else {
      return path;
    }
  }
}

function readName(reader: ExpressionReader, keywords: ReadonlySet<string>): string {
  const { kind, text } = reader.peek();
  const word = text.toUpperCase();
  if (kind !== 'alias' && (kind !== 'name' || keywords.has(word))) throw reader.unexpected();
  if (kind === 'name' && RESERVED.has(word)) {
    reader.refuse(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
  }
  return reader.next().text;
}

function readIndex(reader: ExpressionReader): PathStep {
  const { position } = reader;
  const { kind, text } = reader.peek();
  if (kind !== 'number') throw reader.unexpected();
  const index = Number(text);
  if (index > MAX_LIST_INDEX) {
    reader.refuse(`List index is not within the allowable range; index: [${text}]`);
  }
  reader.next();
  return { index, token: position };
}
