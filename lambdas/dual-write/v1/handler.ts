import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { orderKey } from '../../../schemas/items/order-item.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { LARGEST_EVENT } from '../../shared/events.ts';
import { type Answer, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { Table } from '../../shared/table.ts';
import { withTotal } from '../domain.ts';
import { DATA_SCHEMA, newOrder, toRecord } from './order.ts';
import { orderEvent } from './order-event.ts';

const table = new Table(required('DUAL_WRITE_TABLE'));
const topic = required('TOPIC_ARN');
const sns = new SNSClient({});

/** One route for each order of the two writes. */
export const handler = restHandler({
  release: 'v1',
  maxBodyBytes: LARGEST_EVENT,
  routes: {
    'POST /store-first/orders': ({ body }) => accept(body, [store, publish]),
    'POST /publish-first/orders': ({ body }) => accept(body, [publish, store]),
  },
});

interface Accepted {
  orderId: string;
  record: Buffer;
  event: { id: string; body: string };
}

/** Nothing ties the two writes together: whatever ends the process between them leaves only one. */
async function accept(
  body: unknown,
  writes: readonly ((order: Accepted) => Promise<unknown>)[],
): Promise<Answer> {
  const order = withTotal(parse(newOrder, body));
  const record = toRecord(order);
  const event = orderEvent(order, { dataschema: DATA_SCHEMA, data: record }, new Date());
  for (const write of writes) await write({ orderId: order.orderId, record, event });
  return { status: 201, body: { orderId: order.orderId } };
}

async function store({ orderId, record }: Accepted): Promise<void> {
  if (await table.createItem(orderKey(orderId), { type: 'order', orderId, record })) return;
  throw new ShopError('conflict', 'orderId: an order with this id exists');
}

async function publish({ orderId, event }: Accepted): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: topic,
      Message: event.body,
      MessageGroupId: orderId,
      MessageDeduplicationId: event.id,
    }),
  );
}
