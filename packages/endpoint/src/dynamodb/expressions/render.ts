import type { Token } from './tokens.ts';

/** What stands directly after or before the parts of a path. */
const TIGHT_AFTER = new Set(['.', '[', '(']);
const TIGHT_BEFORE = new Set(['.', '[', ']', ')', ',']);

/** Writes tokens with the white space that the engine takes: none inside paths. */
export function render(tokens: Iterable<Pick<Token, 'kind' | 'text'>>): string {
  let text = '';
  let last = '';
  for (const token of tokens) {
    if (token.kind === 'end') continue;
    const tight = text === '' || TIGHT_AFTER.has(last) || TIGHT_BEFORE.has(token.text);
    text += tight ? token.text : ` ${token.text}`;
    last = token.text;
  }
  return text;
}

/** White space inside a path, which DynamoDB ignores and the engine refuses. */
export function hasSpacedPath(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    const before = tokens[index - 1];
    if (before === undefined || before.end === token.start) return false;
    return ['.', '['].includes(before.text) || ['.', '[', ']'].includes(token.text);
  });
}
