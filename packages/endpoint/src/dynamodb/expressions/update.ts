import { type DocumentPath, readPath } from './path.ts';
import { ExpressionReader } from './reader.ts';

export type Section = 'SET' | 'REMOVE' | 'ADD' | 'DELETE';

/** One change of an update expression: what it changes, and the tokens that say so. */
export interface Change {
  readonly section: Section;
  readonly path: DocumentPath;
  /** The first token, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

export interface ParsedUpdate {
  readonly changes: readonly Change[];
  readonly reader: ExpressionReader;
}

const SECTIONS: readonly Section[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];
const KEYWORDS: ReadonlySet<string> = new Set(SECTIONS);

/**
 * Reads an update expression. Throws AwsError for what DynamoDB's grammar does not allow.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function parseUpdate(source: string): ParsedUpdate {
  const reader = new ExpressionReader('UpdateExpression', source);
  const changes: Change[] = [];
  const seen = new Set<Section>();
  do {
    const section = SECTIONS.find((keyword) => reader.acceptKeyword(keyword));
    if (section === undefined) throw reader.unexpected();
    if (seen.has(section)) {
      reader.refuse(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do {
      const from = reader.position;
      const path = readPath(reader, KEYWORDS);
      if (section === 'SET') {
        reader.expect('=');
        readSum(reader);
      } else if (section !== 'REMOVE') {
        if (reader.peek().kind !== 'value') throw reader.unexpected();
        reader.next();
      }
      changes.push({ section, path, from, to: reader.position });
    } while (reader.accept(','));
  } while (SECTIONS.some((keyword) => reader.atKeyword(keyword)));
  reader.finish();
  return { changes, reader };
}

function readSum(reader: ExpressionReader): void {
  readOperand(reader);
  if (reader.at('+') || reader.at('-')) {
    reader.next();
    reader.countOperator();
    readOperand(reader);
  }
}

function readOperand(reader: ExpressionReader): void {
  if (reader.accept('(')) {
    reader.nested(() => readSum(reader));
    reader.expect(')');
    return;
  }
  const { kind, text } = reader.peek();
  if (kind === 'value') {
    reader.next();
  } else if (kind === 'name' && reader.peek(1).text === '(' && !KEYWORDS.has(text.toUpperCase())) {
    reader.next();
    reader.next();
    reader.countOperator();
    do {
      reader.nested(() => readOperand(reader));
    } while (reader.accept(','));
    reader.expect(')');
  } else {
    readPath(reader, KEYWORDS);
  }
}
