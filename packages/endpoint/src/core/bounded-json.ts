/**
 * Parses JSON that a client sent, as a body or in a parameter such as a policy. What nests deeper than `levels` is refused like
 * what is malformed: nothing that reads or writes it afterwards has to fear for its stack.
 * @returns undefined where the text is not JSON, or nests too deep.
 */
export function parseBoundedJson(text: string, levels = 100): unknown {
  if (nestsDeeper(text, levels)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH, BRACE, BRACE_END, BRACKET, BRACKET_END] = [34, 92, 123, 125, 91, 93];

/** Counts brackets outside of strings. Of text that is not JSON the answer does not matter. */
function nestsDeeper(text: string, levels: number): boolean {
  let level = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) index = endOfString(text, index);
    else if (character === BRACE || character === BRACKET) {
      level += 1;
      if (level > levels) return true;
    } else if (character === BRACE_END || character === BRACKET_END) level -= 1;
  }
  return false;
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
