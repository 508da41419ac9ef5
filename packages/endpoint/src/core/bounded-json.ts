/**
 * Parses JSON that a client put into a parameter, such as a policy. What nests deeper than `levels` is refused like
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

/** Counts brackets outside of strings. Of text that is not JSON the answer does not matter. */
function nestsDeeper(text: string, levels: number): boolean {
  let level = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      level += 1;
      if (level > levels) return true;
    } else if (character === '}' || character === ']') level -= 1;
  }
  return false;
}
