import { z } from 'zod';
import { list } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { checkBatch } from '../batch.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import {
  MAX_PUBLICATION_BYTES,
  preparePublication,
  publicationBytes,
  publish,
  publishShape,
} from '../publishing.ts';
import { topicOf } from '../resource-arns.ts';

export const publishBatch = operation('sns', 'PublishBatch', {
  resource: topicOf,
  input: z.object({
    TopicArn: z.string().default(''),
    PublishBatchRequestEntries: list(z.object({ Id: z.string().default(''), ...publishShape })).default([]),
  }),
  async run(engine: SnsEngine, { TopicArn, PublishBatchRequestEntries: entries }, { traceHeader }) {
    const topic = engine.topics.get(TopicArn);
    checkBatch(entries);
    const bytes = entries.reduce((sum, entry) => sum + publicationBytes(entry), 0);
    if (bytes > MAX_PUBLICATION_BYTES) {
      throw snsError.batchRequestTooLong(
        'The length of all the messages put together is more than the limit.',
      );
    }
    // AWS refuses the whole batch for an entry that it would refuse alone.
    const publications = entries.map((entry) => preparePublication(engine, topic, entry, traceHeader));
    const published = await publish(engine, topic, publications);
    return { Successful: entries.map(({ Id }, index) => ({ Id, ...published[index] })), Failed: [] };
  },
});
