/** A block of shell commands in a Markdown text. */
export interface CommandBlock {
  commands: string[];
  /** Why the block is not run here: the text of a comment `<!-- not run here: … -->` right above it. */
  notRunHere?: string;
}

const BLOCK = /(?:<!-- not run here: (?<reason>[^>]+?) -->\n+)?```bash\n(?<commands>[\s\S]*?)```/g;

export function commandBlocks(markdown: string): CommandBlock[] {
  return [...markdown.matchAll(BLOCK)].map(({ groups }) => ({
    commands: (groups?.['commands'] ?? '').split('\n').filter((line) => line.trim() !== ''),
    ...(groups?.['reason'] !== undefined && { notRunHere: groups['reason'] }),
  }));
}
