import type { FaultRule } from '../../../driver/faults/fault-rule.ts';
import { withFaults } from '../../../driver/faults/fault-switch.ts';
import { livePayments } from '../../../driver/payments/payments-client.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { charge } from './charge.ts';

/** Long enough that all requests wait at the same time, each in an execution environment of its own. */
const SLOW: FaultRule = {
  service: 'payments',
  operation: 'POST /v1/payments',
  share: 1,
  fault: { kind: 'late-answer', ms: 500 },
};

/** Takes `count` payments at once, so that time-outs are those of the fault and not of cold starts. */
export async function warmUp(context: ScenarioContext, count: number): Promise<void> {
  const { run, signal } = context;
  const { v1, close } = livePayments(context);
  const header = { 'x-timeout-ms': 20_000 };
  try {
    await withFaults(context, [SLOW], () =>
      Promise.all(
        Array.from({ length: count }, (_, index) => {
          const body = charge({ orderId: `${run}-warm-up-${index}`, amount: '1.00' });
          return v1.POST('/v1/payments', { params: { header }, body, signal });
        }),
      ),
    );
  } finally {
    close();
  }
}
