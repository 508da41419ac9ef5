import { z } from 'zod';
import type { Operation } from '../../core/operation.ts';
import { type Bucket, findBucket, type S3Engine } from '../engine.ts';
import { type S3ErrorCode, s3Error } from '../errors.ts';
import { bucketInput } from '../inputs.ts';

/** A setting of a bucket that is put, got and (mostly) deleted as a whole: a sub-resource such as `?cors`. */
export interface Configuration<T = unknown> {
  /** The sub-resource, and the name under which the bucket keeps it. */
  readonly name: string;
  readonly operations: { put: string; get: string; delete?: string };
  /** The member of the put's input, where it is not the root's name. */
  readonly member: string;
  /** Root element of the XML. */
  readonly root: string;
  readonly schema: z.ZodType<T>;
  /** Whether the get answers with the configuration's own members, or with one member that is the configuration. */
  readonly answersMembers: boolean;
  /** What a new bucket has. */
  readonly initial?: T;
  /** What deleting it leaves behind, where that is not nothing. */
  readonly afterDelete?: T;
  /** The refusal when there is none; without it, a get answers with an empty configuration. */
  readonly missing?: {
    code: Extract<S3ErrorCode, `NoSuch${string}` | `${string}NotFoundError`>;
    message: string;
  };
  /** Refuses what the schema cannot see. */
  check?(value: T, engine: S3Engine, bucket: Bucket): void;
}

/** Ties a configuration's parts to one type. */
export function configuration<T>(definition: Configuration<T>): Configuration<T> {
  return definition;
}

/** The configuration of a bucket, if it has one. Only its own put writes it, in the form of its schema. */
export function configured<T>({ name }: Configuration<T>, bucket: Bucket): T | undefined {
  return bucket.configurations[name] as T | undefined;
}

export function configurationOperations<T>(settings: Configuration<T>): Record<string, Operation<S3Engine>> {
  const { name, operations, member, schema } = settings;

  const put: Operation<S3Engine> = {
    input: z.looseObject(bucketInput).extend({ [member]: schema }),
    run(engine, input: z.output<z.ZodObject<typeof bucketInput>> & Record<string, unknown>) {
      const bucket = findBucket(engine, input);
      const value = input[member] as T;
      settings.check?.(value, engine, bucket);
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
