import { z } from 'zod';
import { list } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { runBatch } from '../batch.ts';
import type { SnsEngine } from '../engine.ts';
import { errors } from '../errors.ts';
import {
  LARGEST_PUBLICATION_BYTES,
  preparePublication,
  publicationBytes,
  publish,
  publishShape,
} from '../publishing.ts';

export const publishBatch = operation<'sns', 'PublishBatch'>()({
  input: z.object({
    TopicArn: z.string().default(''),
    PublishBatchRequestEntries: list(z.object({ Id: z.string().default(''), ...publishShape })).default([]),
  }),
  async run(engine: SnsEngine, { TopicArn, PublishBatchRequestEntries: entries }, { traceHeader }) {
    const topic = engine.topics.get(TopicArn);
    const { successful, failed } = runBatch(entries, (entry) => ({
      id: entry.Id,
      publication: preparePublication(engine, topic, entry, traceHeader),
    }));
    const bytes = entries.reduce((sum, entry) => sum + publicationBytes(entry), 0);
    if (bytes > LARGEST_PUBLICATION_BYTES) {
      throw errors.batchRequestTooLong(
        'The length of all the batch messages put together is more than the limit.',
      );
    }
    const publications = successful.map(({ publication }) => publication);
    const published = await publish(engine, topic, publications);
    return {
      Successful: successful.map(({ id }, index) => ({ Id: id, ...published[index] })),
      Failed: failed,
    };
  },
});
