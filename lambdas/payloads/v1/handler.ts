import { SNSClient } from '@aws-sdk/client-sns';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { PayloadKind } from '../../../schemas/events/product-events.ts';
import { required } from '../../shared/environment.ts';
import { deadLetterQueueAt } from '../../shared/messaging/dead-letter-queue.ts';
import { parkingConsumerOf } from '../../shared/messaging/parking-consumer.ts';
import { readChangeEvent } from '../../shared/messaging/payload-kinds/change-event.ts';
import { claimStore } from '../../shared/messaging/payload-kinds/claim-store.ts';
import { Table } from '../../shared/table.ts';
import { type ProjectorOptions, projector } from './projector.ts';
import { publisher } from './publish.ts';
import { READ_PRODUCT, readReferencedProduct } from './read-product.ts';

const clock = () => new Date();

type Consumer = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * The publisher. Three consumers share its code, as `projectFull` and so on; each function has the environment of its own
 * part.
 */
export const handler = once(() =>
  publisher({
    sns: new SNSClient({}),
    topics: {
      full: required('FULL_TOPIC_ARN'),
      delta: required('DELTA_TOPIC_ARN'),
      reference: required('REFERENCE_TOPIC_ARN'),
    },
    claims: claimStore(required('CLAIMS_BUCKET')),
    keptDays: Number(required('CLAIMS_KEPT_DAYS')),
    clock,
  }),
);

export const projectFull: Consumer = once(() => consumer('full', READ_PRODUCT.full));
export const projectDelta: Consumer = once(() => consumer('delta', READ_PRODUCT.delta));
export const projectReference: Consumer = once(() =>
  consumer('reference', readReferencedProduct(claimStore(required('CLAIMS_BUCKET')), clock)),
);

function consumer(kind: PayloadKind, read: ProjectorOptions['read']): Consumer {
  return parkingConsumerOf(readChangeEvent, {
    release: 'v1',
    deadLetters: deadLetterQueueAt(required('DEAD_LETTER_QUEUE_URL')),
    handle: projector({ kind, table: new Table(required('PAYLOADS_TABLE')), read, clock }),
  });
}

/** Made with the first event: the environment of a function has what its own part needs, and no more. */
function once<Arguments extends unknown[], Result>(
  make: () => (...inputs: Arguments) => Result,
): (...inputs: Arguments) => Result {
  let made: ((...inputs: Arguments) => Result) | undefined;
  return (...inputs) => {
    made ??= make();
    return made(...inputs);
  };
}
