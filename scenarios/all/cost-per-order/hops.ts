import type { RecordedCall } from '../../../driver/requests/call-journal.ts';
import type { System } from '../../../driver/system.ts';
import type { ComparedMode } from '../../comparison/comparison.ts';

/** A part of an order's way that one mode pays for; `entry` is the customer's request, which all modes share. */
export type Hop = 'entry' | ComparedMode;

/** The functions that take part, with the hop that runs them. */
export function functionsOfHops({
  services,
  relay,
  consumers,
}: Pick<System, 'services' | 'relay' | 'consumers'>) {
  return new Map<string, Hop>([
    [services.orders.functionName, 'entry'],
    [services.payments.functionName, 'services'],
    [services.fraud.functionName, 'services'],
    [relay.functionName, 'messages'],
    ...Object.values(consumers).map(({ functionName }) => [functionName, 'messages'] as const),
  ]);
}

/**
 * Which hop of an order's way a request belongs to; undefined for requests that are no part of it.
 *
 * - `entry`: the customer's request to orders, and the invocation of its function.
 * - `databases`: what orders writes into the shared table, and what other programs read there.
 * - `services`: the requests to payments and fraud, their invocations, and what they store.
 * - `messages`: from the relay to the consumers: topic, queues, invocations, and what consumers store.
 */
export function hopOf(system: System): (call: RecordedCall) => Hop | undefined {
  const functions = functionsOfHops(system);
  const { services, consumers, tables, faultsTable } = system;
  const apis = new Map<string, Hop>([
    [services.orders.apiId, 'entry'],
    [services.payments.apiId, 'services'],
    [services.fraud.apiId, 'services'],
  ]);
  const queues = new Set(Object.values(consumers).map(({ queueUrl }) => queueUrl.split('/').at(-1)));

  return ({ service, operation, resource = '', principal }) => {
    const caller = functions.get(/^function (\S+):/.exec(principal)?.[1] ?? '');
    // `arn:aws:<service>:<region>:<account>:<rest>`
    const [, , , , , ...rest] = resource.split(':');
    switch (service) {
      case 'execute-api':
        return apis.get(rest[0]?.split('/')[0] ?? '');
      case 'lambda':
        return operation === 'Invoke' ? functions.get(rest[1] ?? '') : undefined;
      case 'dynamodb': {
        const table = rest[0]?.split('/')[1];
        // The switch that lets scenarios make services fail is no part of the shop.
        if (table === faultsTable) return undefined;
        if (caller !== undefined && caller !== 'entry') return caller;
        return table === tables.shared ? 'databases' : undefined;
      }
      case 'sns':
        return caller;
      case 'sqs':
        return queues.has(rest[0]) ? 'messages' : undefined;
      default:
        return undefined;
    }
  };
}
