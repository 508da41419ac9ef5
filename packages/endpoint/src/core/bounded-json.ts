/**
 * More than any call of AWS holds: a batch of 10,000 log events has 20,000. A schema that finds something wrong with
 * each of millions keeps the event loop busy for half a minute.
 */
const MAX_MEMBERS = 25_000;

/**
 * Parses JSON that a client sent, as a body or in a parameter such as a policy. What nests deeper than `levels`, or has
 * more members and elements than any call, is refused like what is malformed: nothing that reads or writes it
 * afterwards has to fear for its stack or its time.
 * @returns undefined where the text is not JSON, nests too deep or has too many members.
 */
export function parseBoundedJson(text: string, levels = 100): unknown {
  if (!isBounded(text, levels)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH, COMMA, BRACE, BRACE_END, BRACKET, BRACKET_END] = [34, 92, 44, 123, 125, 91, 93];

/** Counts brackets and commas outside of strings. Of text that is not JSON the answer does not matter. */
export function isBounded(text: string, levels: number, members = MAX_MEMBERS): boolean {
  let level = 0;
  let commas = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) index = endOfString(text, index);
    else if (character === COMMA) commas += 1;
    else if (character === BRACE || character === BRACKET) level += 1;
    else if (character === BRACE_END || character === BRACKET_END) level -= 1;
    if (level > levels || commas >= members) return false;
  }
  return true;
}

/** The quote that ends the string begun at `start`. A deployment package is one string of up to 70 MB. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}
