import { readAccessLogLine } from './access-log-calls.ts';
import type { ObservedCall } from './dependency-graph.ts';

const CREATED = 201;

/** An order that was placed left its event in the outbox of the shared table; other requests to orders leave none. */
export function eventsWritten(accessLog: readonly string[]): ObservedCall[] {
  const placed = accessLog.filter((line) => {
    const entry = readAccessLogLine(line);
    return entry?.method === 'POST' && entry.resource === '/orders' && entry.status === CREATED;
  });
  return placed.map(() => ({ from: 'orders', to: 'shared table', mode: 'async', failed: false }));
}
