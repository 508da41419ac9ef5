import { coreError } from '../core/errors.ts';
import { logsError } from './errors.ts';

/**
 * Terms that a message must hold (`ERROR "not found"`), must not (`-DEBUG`), or of which it must hold one
 * (`?WARN ?ERROR`); case counts. Patterns for JSON, for columns and with regular expressions are refused by name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? '';
  if (text === '') return () => true;
  if (text.startsWith('{')) throw coreError.notImplemented('logs', 'filter patterns for JSON');
  if (text.startsWith('[')) throw coreError.notImplemented('logs', 'filter patterns for columns');
  const terms = [...tokens(text)];
  const required = terms.filter(({ mark }) => mark === '');
  const excluded = terms.filter(({ mark }) => mark === '-');
  const optional = terms.filter(({ mark }) => mark === '?');
  return (message) =>
    required.every(({ term }) => message.includes(term)) &&
    !excluded.some(({ term }) => message.includes(term)) &&
    (optional.length === 0 || optional.some(({ term }) => message.includes(term)));
}

function* tokens(text: string): Generator<{ mark: string; term: string }> {
  const token = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_]+))(?=\s|$)/y;
  let end = 0;
  while (end < text.length) {
    const match = token.exec(text);
    if (match === null) {
      if (/^\s*[-?]?%/.test(text.slice(end)))
        throw coreError.notImplemented('logs', 'filter patterns with regular expressions');
      throw logsError.invalidParameter(
        'Invalid filter pattern: a term with anything but letters, digits and underscores must stand in double quotes.',
      );
    }
    end = token.lastIndex;
    const [, mark = '', quoted, plain] = match;
    yield { mark, term: plain ?? (quoted ?? '').replace(/\\(.)/g, '$1') };
  }
}
