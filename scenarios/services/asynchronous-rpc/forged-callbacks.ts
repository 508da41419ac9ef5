import { callbackSender, callbackUrl, storedCallbacks } from '../../../driver/callbacks/callbacks-client.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { asyncPayments } from './payments.ts';

const STALE_MS = 6 * 60_000;

/** Sends the receiver one good callback, and then what it must not take. */
export async function forgedCallbackFindings(context: ScenarioContext): Promise<Finding[]> {
  const paymentId = `${context.run}-forged`;
  const body = { paymentId, status: 'held' };
  const id = (name: string) => `${paymentId}-${name}`;
  const sender = callbackSender(context);
  const payments = asyncPayments(context);
  try {
    const good = await sender.send({ callbackId: id('good'), body });
    const alteredBody = { ...body, status: 'accepted' };
    const statuses = {
      replayed: await sender.send({ callbackId: id('good'), body }),
      altered: await sender.send({ callbackId: id('altered'), body, alteredBody }),
      unsigned: await sender.send({ callbackId: id('unsigned'), body, unsigned: true }),
      stale: await sender.send({
        callbackId: id('stale'),
        body,
        sentAt: new Date(Date.now() - STALE_MS),
      }),
    };
    const foreign = callbackUrl(context).replace('/callbacks/', '/elsewhere/');
    const foreignUrl = await payments.requestWithCallback(`${paymentId}-foreign`, foreign);
    const stored = await storedCallbacks(context, paymentId);

    const group = findingGroup('forged', 'Callbacks that must not be stored');
    const status = (name: string, label: string, expected: number, observed: number) =>
      group.equals(name, label, { expected, observed });
    return [
      status('good', 'status for a signed callback, for comparison', 201, good),
      status('replayed', 'status for a replayed callback', 409, statuses.replayed),
      status('altered', 'status for a callback altered after it was signed', 403, statuses.altered),
      status('unsigned', 'status for an unsigned callback', 403, statuses.unsigned),
      status('stale', 'status for a callback sent six minutes ago', 400, statuses.stale),
      status(
        'foreign-url',
        'status for a payment with a callback URL outside of the deployment',
        400,
        foreignUrl,
      ),
      group.equals('stored', 'callbacks stored, the good one among them', {
        expected: 1,
        observed: stored.length,
        unit: 'callbacks',
        of: 5,
      }),
    ];
  } finally {
    sender.close();
    payments.close();
  }
}
