import { z } from 'zod';
import type { Operation } from '../../core/operation.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { bucketInput } from '../inputs.ts';
import { type Configuration, configured } from './configuration.ts';

/** The operations of a sub-resource: put, get and, where it has one, delete. */
export function configurationOperations<T>(settings: Configuration<T>): Record<string, Operation<S3Engine>> {
  const { name, operations, member, schema } = settings;

  const put: Operation<S3Engine> = {
    input: z.looseObject(bucketInput).extend({ [member]: schema }),
    async run(engine, input: z.output<z.ZodObject<typeof bucketInput>> & Record<string, unknown>) {
      const value = input[member] as T;
      await settings.check?.(value, engine, findBucket(engine, input));
      const bucket = findBucket(engine, input);
      engine.buckets.set(bucket.name, {
        ...bucket,
        configurations: { ...bucket.configurations, [name]: value },
      });
      return {};
    },
  };

  const get: Operation<S3Engine> = {
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
    input: z.object(bucketInput),
    run(engine, input: z.output<z.ZodObject<typeof bucketInput>>) {
      const bucket = findBucket(engine, input);
      const configurations = { ...bucket.configurations };
      delete configurations[name];
      if (settings.afterDelete !== undefined) configurations[name] = settings.afterDelete;
      engine.buckets.set(bucket.name, { ...bucket, configurations });
      return {};
    },
  };

  return {
    [operations.put]: put,
    [operations.get]: get,
    ...(operations.delete !== undefined && { [operations.delete]: remove }),
  };
}
