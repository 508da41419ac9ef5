import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { Big } from 'big.js';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';

/** A payment as it is in the table of payments. */
export interface Charge {
  paymentId: string;
  orderId: string;
  amount: Big;
}

const ChargeItem = z.object({
  paymentId: z.string(),
  orderId: z.string(),
  amount: z.string().transform((text) => Big(text)),
});

/**
 * The charges of all orders whose id begins with `prefix`, strongly consistent. It reads the whole table, because a
 * payment without an idempotency key has an id that its client does not know.
 */
export async function readCharges(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  prefix: string,
): Promise<Charge[]> {
  const charges: Charge[] = [];
  const pages = paginateScan(
    { client: aws.documents },
    {
      TableName: system.tables.payments,
      ConsistentRead: true,
      FilterExpression: 'kind = :charge AND begins_with(orderId, :prefix)',
      ExpressionAttributeValues: { ':charge': 'charge', ':prefix': prefix },
    },
    { abortSignal: signal },
  );
  for await (const { Items = [] } of pages) charges.push(...z.array(ChargeItem).parse(Items));
  return charges;
}
