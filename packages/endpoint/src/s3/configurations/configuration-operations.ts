import { z } from 'zod';
import { flag } from '../../core/input.ts';
import type { Operation } from '../../core/operation.ts';
import type { Bucket } from '../bucket.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { bucketInput } from '../inputs.ts';
import { bucketOf } from '../resource-arns.ts';
import { type Configuration, configured } from './configuration.ts';

/** Only notifications have destinations. */
const putInput = { ...bucketInput, SkipDestinationValidation: flag.optional() };

/** The operations of a sub-resource: put, get and, where it has one, delete. */
export function configurationOperations<T>(settings: Configuration<T>): Record<string, Operation<S3Engine>> {
  const { name, operations, member, schema } = settings;

  function keep(engine: S3Engine, bucket: Bucket, value: T | undefined): void {
    const configurations = { ...bucket.configurations };
    delete configurations[name];
    if (value !== undefined) configurations[name] = value;
    engine.buckets.set(bucket.name, { ...bucket, configurations });
  }

  const put: Operation<S3Engine> = {
    resource: bucketOf,
    input: z.looseObject(putInput).extend({ [member]: schema }),
    async run(engine, input: z.output<z.ZodObject<typeof putInput>> & Record<string, unknown>) {
      const sent = input[member] as T;
      const value = settings.kept === undefined ? sent : settings.kept(sent, engine);
      await settings.check?.(sent, engine, findBucket(engine, input), {
        skipDestinations: input.SkipDestinationValidation ?? false,
      });
      keep(engine, findBucket(engine, input), value);
      return {};
    },
  };

  const get: Operation<S3Engine> = {
    resource: bucketOf,
    input: z.object(bucketInput),
    run(engine, input: z.output<z.ZodObject<typeof bucketInput>>) {
      const bucket = findBucket(engine, input);
      const value = configured(settings, bucket);
      if (value === undefined && settings.missing !== undefined) {
        throw s3Error.noSuchConfiguration(settings.missing.code, settings.missing.message, bucket.name);
      }
      return settings.answersMembers ? (value ?? {}) : { [member]: value };
    },
  };

  const remove: Operation<S3Engine> = {
    resource: bucketOf,
    input: z.object(bucketInput),
    run(engine, input: z.output<z.ZodObject<typeof bucketInput>>) {
      keep(engine, findBucket(engine, input), settings.afterDelete);
      return {};
    },
  };

  return {
    [operations.put]: put,
    [operations.get]: get,
    ...(operations.delete !== undefined && { [operations.delete]: remove }),
  };
}
