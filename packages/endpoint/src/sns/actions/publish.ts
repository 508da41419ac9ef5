import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import { preparePublication, publish as publishAll, publishShape } from '../publishing.ts';
import { topicOf } from '../resource-arns.ts';

export const publish = operation('sns', 'Publish', {
  resource: topicOf,
  input: z.object({
    TopicArn: z.string().optional(),
    TargetArn: z.string().optional(),
    PhoneNumber: z.string().optional(),
    ...publishShape,
  }),
  async run(engine: SnsEngine, { TopicArn, TargetArn, PhoneNumber, ...message }, { traceHeader }) {
    if (PhoneNumber !== undefined) throw coreError.notImplemented('sns', 'Publish to a phone number');
    const arn = TopicArn ?? TargetArn;
    if (!arn)
      throw snsError.invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
    if (/^arn:[^:]*:sns:[^:]*:\d{12}:endpoint\//.test(arn)) {
      throw snsError.invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
    }
    const topic = engine.topics.get(arn);
    const publication = preparePublication(engine, topic, message, traceHeader);
    const [published] = await publishAll(engine, topic, [publication]);
    return { MessageId: published?.MessageId, SequenceNumber: published?.SequenceNumber };
  },
});
