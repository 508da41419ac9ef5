import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { own, setOwn } from '../../core/own.ts';
import { DESTINATION } from '../async/destinations.ts';
import type { FunctionEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { functionArn, functionName, parseReference, qualifier } from '../input/function-reference.ts';
import { type EventInvokeRecord, type FunctionRecord, LATEST } from './function-record.ts';
import { findAlias, findVersion } from './lookup.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_OnFailure.html */
const destination = z.object({
  Destination: z
    .string()
    .max(350)
    .regex(/^$|^arn:aws[a-zA-Z0-9-]*:[a-zA-Z0-9-]+:([a-z0-9-]+)?:(\d{12})?:.*$/, 'must be an ARN')
    .optional(),
});

export const eventInvokeTarget = { FunctionName: functionName, Qualifier: qualifier.optional() };

export const eventInvokeSettings = {
  MaximumRetryAttempts: integer.pipe(z.int().min(0).max(2)).optional(),
  MaximumEventAgeInSeconds: integer.pipe(z.int().min(60).max(21_600)).optional(),
  DestinationConfig: z
    .object({ OnSuccess: destination.optional(), OnFailure: destination.optional() })
    .optional(),
};

const input = z.object({ ...eventInvokeTarget, ...eventInvokeSettings });
type Target = z.output<z.ZodObject<typeof eventInvokeTarget>>;

/** A function, version or alias that is configured. Each is missed in the same words. */
export interface ConfiguredTarget {
  readonly record: FunctionRecord;
  readonly key: string;
}

/** @throws ResourceNotFoundException */
export function configuredTarget(
  engine: FunctionEngine,
  { FunctionName, Qualifier }: Target,
): ConfiguredTarget {
  const { name, qualifier: given } = parseReference(engine.context, FunctionName, Qualifier);
  const record = engine.functions.get(name);
  const known = record !== undefined && (given === undefined || isVersionOrAlias(record, given));
  if (!known) throw lambdaError.notFound("The function doesn't exist.");
  return { record, key: given ?? LATEST };
}

function isVersionOrAlias(record: FunctionRecord, qualifier: string): boolean {
  return findAlias(record, qualifier) !== undefined || findVersion(record, qualifier) !== undefined;
}

/** Settings as a request gives them. @throws InvalidParameterValueException */
export function readEventInvoke(
  engine: FunctionEngine,
  request: z.output<typeof input>,
  target: ConfiguredTarget,
): Partial<EventInvokeRecord> {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: to } = request;
  if (retries === undefined && age === undefined && to === undefined) {
    throw lambdaError.invalidParameter(
      'You must specify at least one of error handling or destination setting.',
    );
  }
  checkDestinations(engine, to, target);
  return {
    ...(retries !== undefined && { maximumRetryAttempts: retries }),
    ...(age !== undefined && { maximumEventAgeInSeconds: age }),
    ...(to?.OnSuccess?.Destination && { onSuccess: to.OnSuccess.Destination }),
    ...(to?.OnFailure?.Destination && { onFailure: to.OnFailure.Destination }),
  };
}

type Destinations = z.output<typeof input>['DestinationConfig'];

function checkDestinations(engine: FunctionEngine, to: Destinations, { record }: ConfiguredTarget): void {
  const success = to?.OnSuccess?.Destination;
  const failure = to?.OnFailure?.Destination;
  for (const arn of [success, failure]) {
    if (!arn) continue;
    const [, service, name = ''] = DESTINATION.exec(arn) ?? [];
    if (service === undefined) {
      const shown = (kind: string, value: string | undefined) =>
        value ? `${kind}(destination=${value})` : 'null';
      throw lambdaError.invalidParameter(
        `The provided destination config DestinationConfig(onSuccess=${shown('OnSuccess', success)}, onFailure=${shown('OnFailure', failure)}) is invalid.`,
      );
    }
    if (name.endsWith('.fifo')) {
      throw lambdaError.invalidParameter('A destination must be a standard queue or topic, or a function.');
    }
    if (service === 'lambda') checkFunction(engine, arn, record);
  }
}

function checkFunction(engine: FunctionEngine, arn: string, configured: FunctionRecord): void {
  const { name, qualifier: given } = parseReference(engine.context, arn);
  if (name === configured.name) {
    throw lambdaError.invalidParameter("You can't specify the function as a destination for itself.");
  }
  const record = engine.functions.get(name);
  if (record === undefined || (given !== undefined && !isVersionOrAlias(record, given))) {
    throw lambdaError.invalidParameter(`The destination ARN ${arn} is invalid.`);
  }
}

export function saveEventInvoke(
  engine: FunctionEngine,
  { record, key }: ConfiguredTarget,
  settings: Partial<EventInvokeRecord>,
): FunctionEventInvokeConfig {
  const saved = { ...settings, lastModified: engine.context.clock.now() };
  setOwn(record.eventInvoke, key, saved);
  engine.functions.set(record.name, record);
  return eventInvokeConfig(record, key, saved);
}

/** @throws ResourceNotFoundException, also where there is no such function. */
export function existingEventInvoke(
  engine: FunctionEngine,
  { FunctionName, Qualifier }: Target,
): ConfiguredTarget & { saved: EventInvokeRecord } {
  const { name, qualifier: given } = parseReference(engine.context, FunctionName, Qualifier);
  const record = engine.functions.get(name);
  const key = given ?? LATEST;
  const saved = own(record?.eventInvoke, key);
  if (record === undefined || saved === undefined) {
    throw lambdaError.notFound(
      `The function ${functionArn(engine.context, name, key)} doesn't have an EventInvokeConfig`,
    );
  }
  return { record, key, saved };
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
