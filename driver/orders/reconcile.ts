import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { ALIAS } from '../system.ts';

/** What became of each pending order, as the service tells it. */
const Reconciliation = z.object({
  placed: z.array(z.string()),
  forgotten: z.array(z.string()),
  waiting: z.array(z.string()),
  failed: z.array(z.object({ orderId: z.string(), code: z.string() })),
  complete: z.boolean(),
});
export type Reconciliation = z.infer<typeof Reconciliation>;

/** Has the orders service finish the orders that dead requests left pending. @throws {DriverError} `reconciliation-failed` */
export async function reconcileOrders({
  aws,
  system,
}: Pick<DriverContext, 'aws' | 'system'>): Promise<Reconciliation> {
  const { FunctionError, Payload } = await aws.lambda.send(
    new InvokeCommand({
      FunctionName: system.services.orders.functionName,
      Qualifier: ALIAS,
      Payload: JSON.stringify({ action: 'reconcile' }),
    }),
  );
  const answer = Reconciliation.safeParse(JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null'));
  if (FunctionError !== undefined)
    throw new DriverError('reconciliation-failed', `The function failed: ${FunctionError}`);
  if (!answer.success)
    throw new DriverError(
      'reconciliation-failed',
      'The live release of orders does not support reconciliation',
    );
  return answer.data;
}
