import type { z } from 'zod';
import type { Bucket } from '../bucket.ts';
import type { S3Engine } from '../engine.ts';
import type { S3ErrorCode } from '../errors.ts';

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
  /** What is kept of what was put, where that is not all of it; nothing, where it says that there is none. */
  kept?(value: T, engine: S3Engine): T | undefined;
  /** Refuses what the schema cannot see. */
  check?(
    value: T,
    engine: S3Engine,
    bucket: Bucket,
    options: { skipDestinations: boolean },
  ): void | Promise<void>;
}

/** Ties a configuration's parts to one type. */
export function configuration<T>(definition: Configuration<T>): Configuration<T> {
  return definition;
}

/** The configuration of a bucket, if it has one. Only its own put writes it, in the form of its schema. */
export function configured<T>({ name }: Configuration<T>, bucket: Bucket): T | undefined {
  return bucket.configurations[name] as T | undefined;
}
