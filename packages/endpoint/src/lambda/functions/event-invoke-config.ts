import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { DESTINATION } from '../async/destinations.ts';
import type { FunctionEngine } from '../engine.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { functionName, qualifier } from '../input/function-reference.ts';
import { type EventInvokeRecord, type FunctionRecord, LATEST } from './function-record.ts';
import { resolve } from './lookup.ts';

const destination = z.object({ Destination: z.string().max(350).optional() });

export const eventInvokeTarget = { FunctionName: functionName, Qualifier: qualifier.optional() };

export const eventInvokeSettings = {
  MaximumRetryAttempts: integer.pipe(z.int().min(0).max(2)).optional(),
  MaximumEventAgeInSeconds: integer.pipe(z.int().min(60).max(21_600)).optional(),
  DestinationConfig: z
    .object({ OnSuccess: destination.optional(), OnFailure: destination.optional() })
    .optional(),
};

const input = z.object({ ...eventInvokeTarget, ...eventInvokeSettings });

/** Settings as a request gives them. */
export function readEventInvoke(
  engine: FunctionEngine,
  request: z.output<typeof input>,
): Partial<EventInvokeRecord> {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: to } = request;
  const onSuccess = readDestination(engine, to?.OnSuccess?.Destination);
  const onFailure = readDestination(engine, to?.OnFailure?.Destination);
  return {
    ...(retries !== undefined && { maximumRetryAttempts: retries }),
    ...(age !== undefined && { maximumEventAgeInSeconds: age }),
    ...(onSuccess !== undefined && { onSuccess }),
    ...(onFailure !== undefined && { onFailure }),
  };
}

function readDestination(engine: FunctionEngine, arn: string | undefined): string | undefined {
  if (!arn) return undefined;
  const [, service, name = ''] = DESTINATION.exec(arn) ?? [];
  if (service === undefined || name.endsWith('.fifo')) {
    throw invalidParameter(
      'A destination must be the ARN of a standard SQS queue, a standard SNS topic or a Lambda function; the embedded endpoint delivers to no others.',
    );
  }
  if (service === 'lambda') resolve(engine, arn);
  return arn;
}

export function saveEventInvoke(
  engine: FunctionEngine,
  request: z.output<z.ZodObject<typeof eventInvokeTarget>>,
  settings: (before: EventInvokeRecord | undefined) => Partial<EventInvokeRecord>,
): FunctionEventInvokeConfig {
  const { record, qualifier: given } = resolve(engine, request.FunctionName, request.Qualifier);
  const key = given ?? LATEST;
  const saved = { ...settings(record.eventInvoke[key]), lastModified: engine.context.clock.now() };
  record.eventInvoke[key] = saved;
  engine.functions.set(record.name, record);
  return eventInvokeConfig(record, key, saved);
}

export function existingEventInvoke(record: FunctionRecord, key: string): EventInvokeRecord {
  const found = record.eventInvoke[key];
  if (found === undefined) {
    throw notFound(`The function ${record.arn}:${key} doesn't have an EventInvokeConfig`);
  }
  return found;
}

/** In the shape of the API. */
export function eventInvokeConfig(
  record: FunctionRecord,
  key: string,
  saved: EventInvokeRecord,
): FunctionEventInvokeConfig {
  const { maximumRetryAttempts: retries, maximumEventAgeInSeconds: age, onSuccess, onFailure } = saved;
  return {
    LastModified: new Date(saved.lastModified),
    FunctionArn: `${record.arn}:${key}`,
    ...(retries !== undefined && { MaximumRetryAttempts: retries }),
    ...(age !== undefined && { MaximumEventAgeInSeconds: age }),
    DestinationConfig: {
      OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
      OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
    },
  };
}
