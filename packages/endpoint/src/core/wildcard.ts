/**
 * Whether a text is as a pattern of IAM says, in which `*` stands for any characters and `?` for one. Takes at most
 * the product of both lengths; the regular expression for `*a*a*a*b` takes longer than anyone waits.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let textAt = 0;
  /** The last star, and how far the text is that it stands for. */
  let star = -1;
  let covered = 0;
  while (textAt < text.length) {
    if (pattern[at] === '*') {
      star = at;
      covered = textAt;
      at += 1;
    } else if (pattern[at] === '?' || (at < pattern.length && pattern[at] === text[textAt])) {
      at += 1;
      textAt += 1;
    } else if (star >= 0) {
      covered += 1;
      textAt = covered;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
