import type { ReceivedDelivery } from '../../../../lambdas/deliveries/domain.ts';

export function aDelivery(values: Partial<ReceivedDelivery> = {}): ReceivedDelivery {
  const { id = 'm-0' } = values;
  return {
    id,
    run: 'run',
    group: 'g-0',
    sequence: 0,
    consumers: ['at-least-once'],
    log: 'run.at-least-once.standard',
    copy: `copy-of-${id}`,
    receiptHandle: `handle-of-${id}`,
    receiveCount: 1,
    ...values,
  };
}
