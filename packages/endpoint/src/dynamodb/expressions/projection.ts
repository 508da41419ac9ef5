import { type DocumentPath, readPath } from './path.ts';
import { ExpressionReader } from './reader.ts';

export interface ParsedProjection {
  readonly paths: readonly DocumentPath[];
  readonly reader: ExpressionReader;
}

const NO_KEYWORDS: ReadonlySet<string> = new Set();

/** Reads a projection expression: paths, separated by commas. Throws AwsError for what the grammar does not allow. */
export function parseProjection(source: string): ParsedProjection {
  const reader = new ExpressionReader('ProjectionExpression', source);
  const paths: DocumentPath[] = [];
  do {
    paths.push(readPath(reader, NO_KEYWORDS));
  } while (reader.accept(','));
  reader.finish();
  return { paths, reader };
}
