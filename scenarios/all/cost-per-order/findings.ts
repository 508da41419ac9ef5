import type { Big } from 'big.js';
import { BILLED, type Billed } from '../../../driver/requests/billable.ts';
import { costOf, type PriceList } from '../../../driver/requests/price-list.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import { rounded } from '../../kit/rounded.ts';
import type { HopUsage } from './count-usage.ts';
import type { Hop } from './hops.ts';

const GROUPS: Record<Hop, string> = {
  entry: 'Every mode: the customer’s request to orders',
  databases: 'Databases: orders writes into the shared table, one reader reads',
  services: 'Services: orders calls payments, payments calls fraud',
  messages: 'Messages: relay, topic, queues, and the consumers analytics, email and journal',
};

const LABELS: Record<Billed, string> = {
  'api-gateway': 'API Gateway requests',
  lambda: 'Lambda invocations',
  'dynamodb-read': 'DynamoDB reads',
  'dynamodb-write': 'DynamoDB writes',
  'sns-publish': 'SNS publish requests',
  'sns-delivery': 'SNS deliveries to queues',
  sqs: 'SQS requests',
  's3-write': 'S3 writes',
  's3-read': 'S3 reads',
};

const REQUESTS = 'billable requests for each order';
const COST = 'cost of a million orders';

/** What each hop used for one order. */
export function costFindings(
  usage: Readonly<Record<Hop, HopUsage>>,
  orders: number,
  consumers: number,
  prices: PriceList,
): Finding[] {
  return hops().flatMap((hop) => {
    const { requests, gbSeconds } = usage[hop];
    const group = findingGroup(hop, GROUPS[hop]);
    const all = total(requests);
    return [
      group.measured('requests', REQUESTS, { observed: rounded(all / orders), unit: 'requests' }),
      ...BILLED.flatMap((kind) => {
        const count = requests.get(kind);
        return count === undefined
          ? []
          : [group.measured(kind, LABELS[kind], { observed: rounded(count / orders), unit: 'requests' })];
      }),
      ...(hop === 'messages'
        ? [
            group.measured('requests-per-consumer', 'billable requests for each order and consumer', {
              observed: rounded(all / orders / consumers),
              unit: 'requests',
            }),
          ]
        : []),
      group.measured('gb-seconds', 'billed time of functions for a million orders', {
        observed: rounded((gbSeconds / orders) * 1_000_000),
        unit: 'GB-s',
      }),
      group.measured('dollars-per-million', COST, {
        observed: dollars(costOf(usage[hop], prices).div(orders).times(1_000_000)),
        unit: prices.currency,
      }),
    ];
  });
}

export function notCounted(reason: string): Finding[] {
  return hops().flatMap((hop) => {
    const group = findingGroup(hop, GROUPS[hop]);
    return [
      group.notExercised('requests', REQUESTS, { unit: 'requests', reason }),
      group.notExercised('dollars-per-million', COST, { unit: 'USD', reason }),
    ];
  });
}

function hops(): Hop[] {
  return ['entry', 'databases', 'services', 'messages'];
}

function total(counts: ReadonlyMap<Billed, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function dollars(amount: Big): string {
  return amount.toFixed(2);
}
