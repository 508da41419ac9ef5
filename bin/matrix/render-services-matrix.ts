import { styleText } from 'node:util';
import type { ServicesCell } from '../../driver/services/matrix.ts';
import { REFUSED, SAME } from '../../driver/services/outcome.ts';
import { indented, table } from '../table.ts';

const LEGEND = '= same   − fields lost   ≠ fields misread   ✖ refused';

/** A grid for each service, protocol and direction: a row for each client, a column for each server. */
export function renderServicesMatrix(cells: readonly ServicesCell[]): string {
  const grids = Map.groupBy(
    cells,
    ({ service, protocol, direction }) => `${service} (${protocol}), ${direction}`,
  );
  return [...[...grids].map(([title, own]) => renderGrid(title, own)), LEGEND].join('\n\n');
}

function renderGrid(title: string, cells: readonly ServicesCell[]): string {
  const servers = [...new Set(cells.map(({ server }) => server))];
  const head = `${''.padEnd(12)}${servers.map((server) => `server ${server}`.padEnd(11)).join('')}`;
  const lines = [...Map.groupBy(cells, ({ client }) => client)].map(
    ([client, own]) => `${`client ${client}`.padEnd(12)}${own.map(mark).join('')}`,
  );
  const fields = cells
    .filter(({ observed }) => observed !== SAME && observed !== REFUSED)
    .map(({ client, server, observed }) => [`client ${client}, server ${server}`, observed]);
  const rows = [head, ...lines].map((line) => line.trimEnd());
  return [
    styleText('bold', title),
    indented([...rows, ...(fields.length > 0 ? [table(fields)] : [])].join('\n')),
  ].join('\n');
}

function mark({ predicted, observed }: ServicesCell): string {
  const text = symbols(observed).padEnd(11);
  return predicted === observed ? text : styleText('red', text);
}

function symbols(observed: string): string {
  if (observed === REFUSED) return '✖';
  if (observed === SAME) return '=';
  return `${observed.includes('fields lost') ? '−' : ''}${observed.includes('misread') ? '≠' : ''}`;
}
