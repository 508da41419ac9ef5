import { styleText } from 'node:util';
import { table } from '../table.ts';
import type { ShopStatus } from './read-status.ts';

/** The deployed shop as tables. */
export function renderStatus({ urls, functions, tables, queues }: ShopStatus): string {
  return [
    section('URLs', [['service', 'URL'], ...urls.map(({ service, url }) => [service, url])]),
    section('Functions', [
      ['function', 'live', 'deployed releases', 'name'],
      ...functions.map(({ function: name, traffic, releases, name: functionName }) => [
        name,
        traffic.map(({ release, weight }) => `${release} ${Math.round(weight * 100)} %`).join(', '),
        releases.map(({ release, version }) => `${release} (version ${version})`).join(', '),
        functionName,
      ]),
    ]),
    section('Tables', [
      ['table', 'items', 'name'],
      ...tables.map(({ table: name, items, name: tableName }) => [name, String(items), tableName]),
    ]),
    section('Queues', [
      ['queue', 'waiting', 'in flight', 'delayed', 'dead letters', 'URL'],
      ...queues.map(({ queue, waiting, inFlight, delayed, deadLetters, url }) => [
        queue,
        ...[waiting, inFlight, delayed, deadLetters ?? '-'].map(String),
        url,
      ]),
    ]),
  ].join('\n\n');
}

function section(title: string, rows: string[][]): string {
  return `${styleText('bold', title)}\n${table(rows)}`;
}
