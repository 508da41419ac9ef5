import { z } from 'zod';
import { list } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { runBatch } from '../batch.ts';
import type { SnsEngine } from '../engine.ts';
import { errors } from '../errors.ts';
import { LARGEST_PUBLICATION_BYTES, preparePublication, publish, publishShape } from '../publishing.ts';

export const publishBatch = operation<'sns', 'PublishBatch'>()({
  input: z.object({
    TopicArn: z.string().default(''),
    PublishBatchRequestEntries: list(z.object({ Id: z.string().default(''), ...publishShape })).default([]),
  }),
  async run(engine: SnsEngine, { TopicArn, PublishBatchRequestEntries: entries }) {
    const topic = engine.topics.get(TopicArn);
    const { successful, failed } = runBatch(entries, (entry) => ({
      id: entry.Id,
      ...preparePublication(engine, topic, entry),
    }));
    const bytes = successful.reduce((sum, prepared) => sum + prepared.bytes, 0);
    if (bytes > LARGEST_PUBLICATION_BYTES) {
      throw errors.batchRequestTooLong(
        'The length of all the batch messages put together is more than the limit.',
      );
    }
    const published = await publish(
      engine,
      topic,
      successful.map(({ publication }) => publication),
    );
    return {
      Successful: successful.map(({ id }, index) => ({ Id: id, ...published[index] })),
      Failed: failed,
    };
  },
});
