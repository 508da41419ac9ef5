import { type Names, orderRemovals } from './list-changes.ts';
import { hasSpacedPath, render } from './render.ts';
import type { ParsedUpdate, Section } from './update.ts';

/**
 * The update as the engine does what DynamoDB does with it; undefined when that is the case already. `indexes` replaces
 * indexes of lists, by token.
 */
export function rewriteUpdate(
  { changes, reader: { tokens } }: ParsedUpdate,
  names: Names,
  indexes: ReadonlyMap<number, number> = new Map(),
): string | undefined {
  const removals = changes.filter(({ section }) => section === 'REMOVE');
  const ordered = orderRemovals(removals, names);
  const inOrder = ordered.every((change, position) => change === removals[position]);
  if (inOrder && indexes.size === 0 && !hasSpacedPath(tokens)) return undefined;

  const sections = new Set<Section>(changes.map(({ section }) => section));
  return [...sections]
    .map((section) => {
      const own = section === 'REMOVE' ? ordered : changes.filter((change) => change.section === section);
      const texts = own.map(({ from, to }) =>
        render(
          tokens.slice(from, to).map(({ kind, text }, offset) => ({
            kind,
            text: String(indexes.get(from + offset) ?? text),
          })),
        ),
      );
      return `${section} ${texts.join(', ')}`;
    })
    .join(' ');
}
