import { styleText } from 'node:util';
import type { MessagesCell } from '../../driver/messages/matrix.ts';
import { indented, table } from '../table.ts';

const LEGEND = '= processed   + with defaults   ≠ fields misread   P parked   ✖ failed or lost';

/** A grid for each event and consumer: a row for each release of orders, a column for each release of the consumer. */
export function renderMessagesMatrix(cells: readonly MessagesCell[]): string {
  const grids = Map.groupBy(cells, ({ event, consumer }) => `${consumer}, event of ${article(event)}`);
  return [...[...grids].map(([title, own]) => renderGrid(title, own)), LEGEND].join('\n\n');
}

function article(event: MessagesCell['event']): string {
  return event === 'order' ? 'an order' : 'a cancellation';
}

function renderGrid(title: string, cells: readonly MessagesCell[]): string {
  const releases = [...new Set(cells.map(({ release }) => release))];
  const head = `${''.padEnd(14)}${releases.map((release) => release.padEnd(6)).join('')}`;
  const lines = [...Map.groupBy(cells, ({ producer }) => producer)].map(
    ([producer, own]) => `${`orders ${producer}`.padEnd(14)}${own.map(mark).join('')}`,
  );
  const details = cells
    .filter(({ observed }) => observed !== 'processed')
    .map(({ producer, consumer, release, observed }) => [
      `orders ${producer}, ${consumer} ${release}`,
      observed,
    ]);
  const rows = [head, ...lines].map((line) => line.trimEnd());
  return [
    styleText('bold', title),
    indented([...rows, ...(details.length > 0 ? [table(details)] : [])].join('\n')),
  ].join('\n');
}

function mark({ predicted, observed }: MessagesCell): string {
  const text = symbol(observed).padEnd(6);
  return predicted === observed ? text : styleText('red', text);
}

function symbol(observed: string): string {
  if (observed === 'processed') return '=';
  if (observed.startsWith('parked')) return 'P';
  if (!observed.startsWith('processed')) return '✖';
  return observed.includes('misread') ? '≠' : '+';
}
