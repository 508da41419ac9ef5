import { readPath } from './path.ts';
import { ExpressionReader } from './reader.ts';

const NO_KEYWORDS: ReadonlySet<string> = new Set();

/** Checks the syntax of a projection expression: paths, separated by commas. Throws AwsError. */
export function checkProjection(source: string): ExpressionReader {
  const reader = new ExpressionReader('ProjectionExpression', source);
  do {
    readPath(reader, NO_KEYWORDS);
  } while (reader.accept(','));
  reader.finish();
  return reader;
}
