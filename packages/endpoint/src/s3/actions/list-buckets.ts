import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { bucketOwner, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';

export const listBuckets = operation<'s3', 'ListBuckets'>()({
  input: z.object({
    MaxBuckets: integer.pipe(z.int().min(1).max(10_000)).default(10_000),
    ContinuationToken: z.string().optional(),
    Prefix: z.string().optional(),
    BucketRegion: z.string().optional(),
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
      })),
      Owner: bucketOwner(engine),
      ...(next !== undefined && { ContinuationToken: next }),
      ...(input.Prefix !== undefined && { Prefix: input.Prefix }),
    };
  },
});
