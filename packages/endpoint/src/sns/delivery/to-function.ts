import type { EndpointContext } from '../../core/context.ts';
import type { Publication } from '../publication.ts';
import type { SubscriptionRecord } from '../subscriptions.ts';
import { lambdaEvent } from './envelope.ts';
import { type Failure, failureOf } from './failure.ts';

/** Invokes a subscriber's function asynchronously, once a publication; Lambda itself retries from then on. */
export async function deliverToFunction(
  context: EndpointContext,
  subscription: SubscriptionRecord,
  publications: readonly Publication[],
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const publication of publications) {
    try {
      const { traceHeader } = publication;
      await context.call(
        'lambda',
        'Invoke',
        {
          FunctionName: subscription.endpoint,
          InvocationType: 'Event',
          Payload: Buffer.from(lambdaEvent(context, subscription, publication), 'utf8'),
        },
        { sourceArn: subscription.topicArn, ...(traceHeader !== undefined && { traceHeader }) },
      );
    } catch (thrown) {
      failures.push(failureOf(publication, thrown));
    }
  }
  return failures;
}
