import { isDeepStrictEqual } from 'node:util';
import { concurrently } from '../../../driver/concurrently.ts';
import { livePayments } from '../../../driver/payments/payments-client.ts';
import { readCharges } from '../../../driver/payments/read-charges.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { charge } from './charge.ts';

const KEYS = { quick: 8, full: 100 };
const KEYS_AT_ONCE = 2;
const COPIES = 4;

/** The same payment with the same key, sent several times at once: as by two tabs, or by a proxy that retries. */
export async function duplicatesAtOnce(context: ScenarioContext): Promise<Finding[]> {
  const { progress, run, size } = context;
  progress('the same payment several times at once');
  const prefix = `${run}-duplicates-`;
  const keys = Array.from({ length: KEYS[size] }, (_, index) => `${prefix}${index}`);
  const { v1, close } = livePayments(context);
  const send = async (key: string) => {
    const { response, data } = await v1.POST('/v1/payments', {
      params: { header: { 'x-timeout-ms': 8_000, 'Idempotency-Key': key } },
      body: charge({ orderId: key, amount: '19.99' }),
      signal: context.signal,
    });
    return { status: response.status, data };
  };
  try {
    const answers = await concurrently(keys, KEYS_AT_ONCE, (key) =>
      Promise.all(Array.from({ length: COPIES }, () => send(key))),
    );
    const charges = Map.groupBy(await readCharges(context, prefix), ({ orderId }) => orderId);
    const group = findingGroup('duplicates', `The same payment ${COPIES} times at once, with one key`);
    const count = (status: number) => answers.flat().filter((answer) => answer.status === status).length;
    return [
      group.equals('charged', 'payments charged exactly once', {
        expected: keys.length,
        observed: keys.filter((key) => charges.get(key)?.length === 1).length,
        unit: 'payments',
        of: keys.length,
      }),
      group.equals('created', 'answers that say that the payment was made (201)', {
        expected: keys.length,
        observed: count(201),
        unit: 'answers',
      }),
      group.equals('replayed', 'answers that repeat it (200)', {
        expected: keys.length * (COPIES - 1),
        observed: count(200),
        unit: 'answers',
      }),
      group.equals('same-answers', 'payments whose answers all have the same body', {
        expected: keys.length,
        observed: answers.filter(([first, ...rest]) =>
          rest.every(({ data }) => data !== undefined && isDeepStrictEqual(data, first?.data)),
        ).length,
        unit: 'payments',
        of: keys.length,
      }),
    ];
  } finally {
    close();
  }
}
