import { compileEventPattern, type EventPattern, EventPatternError } from '../../core/event-pattern.ts';
import { lambdaError } from '../errors.ts';
import type { SourceKind } from './mapping.ts';

/** Whether a record may reach the function: it matches one filter at least, or there is none. */
export type RecordFilter = (record: object) => boolean;

export function compileFilters(kind: SourceKind, patterns: readonly string[]): RecordFilter {
  if (patterns.length === 0) return () => true;
  const filters = patterns.map((text) => (kind === 'sqs' ? queueFilter(text) : compile(parse(text))));
  return (record) => filters.some((filter) => filter(record));
}

/**
 * Queues are filtered by `body` only. A JSON pattern never takes a body that is not a JSON object, and a list of
 * texts never takes one that is: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
function queueFilter(text: string): RecordFilter {
  const pattern = parse(text);
  const { body } = pattern;
  if (body === undefined) return () => true;
  if (Array.isArray(body)) {
    const matches = compile({ body });
    return (record) => {
      const text = bodyOf(record);
      return parsedObject(text) === undefined && matches({ body: text });
    };
  }
  const matches = compile(body);
  return (record) => {
    const content = parsedObject(bodyOf(record));
    return content !== undefined && matches(content);
  };
}

function bodyOf(record: object): string {
  return 'body' in record && typeof record.body === 'string' ? record.body : '';
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Refused below, as everything that is not a pattern.
  }
  throw invalidFilter();
}

function compile(pattern: unknown): EventPattern {
  try {
    return compileEventPattern(pattern);
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    throw invalidFilter();
  }
}

const invalidFilter = () => lambdaError.invalidParameter('Invalid filter pattern definition.');
