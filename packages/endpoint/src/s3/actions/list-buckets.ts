import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import { bucketOwner, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { countInput } from '../inputs.ts';
import { isRegion } from '../regions.ts';

const MAX_BUCKETS = 10_000;

export const listBuckets = operation('s3', 'ListBuckets', {
  resource: noResource,
  input: z.object({
    MaxBuckets: countInput('max-buckets', MAX_BUCKETS).transform((count) => {
      if (count >= 1 && count <= MAX_BUCKETS) return count;
      throw s3Error.invalidArgument(
        `Argument max-buckets must be an integer between 1 and ${MAX_BUCKETS}`,
        'max-buckets',
        String(count),
      );
    }),
    ContinuationToken: z.string().optional(),
    Prefix: z.string().optional(),
    BucketRegion: z
      .string()
      .transform((sent) => {
        if (isRegion(sent)) return sent;
        throw s3Error.invalidArgument(
          `Argument value ${sent.slice(0, 100)} is not a valid AWS Region`,
          'bucket-region',
        );
      })
      .optional(),
  }),
  run(engine: S3Engine, input) {
    const { region } = engine.context;
    const matching = [...engine.buckets.values()].filter(
      ({ name }) =>
        name.startsWith(input.Prefix ?? '') &&
        (input.BucketRegion === undefined || input.BucketRegion === region),
    );
    const { items, next } = page(matching, {
      keyOf: ({ name }) => name,
      limit: input.MaxBuckets,
      token: input.ContinuationToken,
      invalid: () => s3Error.invalidArgument('The continuation token provided is incorrect'),
    });
    return {
      Buckets: items.map(({ name, created }) => ({
        Name: name,
        CreationDate: created,
        BucketRegion: region,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
      Owner: bucketOwner(engine),
      ...(next !== undefined && { ContinuationToken: next }),
      ...(input.Prefix !== undefined && { Prefix: input.Prefix }),
    };
  },
});
