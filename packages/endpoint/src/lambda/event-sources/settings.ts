import type { AwsError } from '../../core/errors.ts';
import { lambdaError } from '../errors.ts';
import { compileFilters } from './filters.ts';
import type { MappingSettings, SourceKind } from './mapping.ts';
import type { CreateMappingInput, SettingsInput } from './mapping-input.ts';

/** Defaults of each kind of source; -1 is "no limit". */
const DEFAULTS: Record<SourceKind, MappingSettings> = {
  sqs: { batchSize: 10, batchingWindow: 0, filters: [], reportsBatchItemFailures: false },
  dynamodb: {
    batchSize: 100,
    batchingWindow: 0,
    filters: [],
    reportsBatchItemFailures: false,
    parallelizationFactor: 1,
    bisects: false,
    maximumRetries: -1,
    maximumAge: -1,
  },
};

const STREAMS_ONLY = [
  'ParallelizationFactor',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'TumblingWindowInSeconds',
  'DestinationConfig',
] as const satisfies readonly (keyof SettingsInput)[];

/** Of Kafka, Amazon MQ, DocumentDB and streams that can be read from a point in time. */
const OTHER_SOURCES_ONLY = [
  'AmazonManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
  'Queues',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPositionTimestamp',
  'Topics',
] as const satisfies readonly (keyof CreateMappingInput)[];

/** @throws InvalidParameterValueException */
export function refuseOtherSources(input: object): void {
  const members: Readonly<Record<string, unknown>> = { ...input };
  const foreign = OTHER_SOURCES_ONLY.find((name) => members[name] !== undefined);
  if (foreign !== undefined) throw unsupportedParameter(foreign);
}

/** The settings after a call, from those before it and what was given. Refuses what the source does not take. */
export function mergeSettings(
  kind: SourceKind,
  isFifo: boolean,
  input: SettingsInput,
  before: MappingSettings = DEFAULTS[kind],
): MappingSettings {
  const shared: MappingSettings = {
    ...before,
    ...(input.KMSKeyArn !== undefined && { kmsKeyArn: input.KMSKeyArn }),
    ...(input.MetricsConfig && { metrics: input.MetricsConfig.Metrics ?? [] }),
    batchSize: input.BatchSize ?? before.batchSize,
    batchingWindow: input.MaximumBatchingWindowInSeconds ?? before.batchingWindow,
    filters: input.FilterCriteria
      ? (input.FilterCriteria.Filters ?? []).map(({ Pattern }) => Pattern ?? '{}')
      : before.filters,
    reportsBatchItemFailures: input.FunctionResponseTypes
      ? input.FunctionResponseTypes.includes('ReportBatchItemFailures')
      : before.reportsBatchItemFailures,
  };
  // "By default, you can define up to five different filters": invocation-eventfiltering.
  if (shared.filters.length > 5) throw lambdaError.invalidParameter('A mapping takes at most 5 filters.');
  compileFilters(kind, shared.filters);
  const merged = kind === 'sqs' ? queueSettings(shared, isFifo, input) : streamSettings(shared, input);
  checkBatch(kind, isFifo, merged);
  return merged;
}

function queueSettings(shared: MappingSettings, isFifo: boolean, input: SettingsInput): MappingSettings {
  const given = STREAMS_ONLY.filter((name) => input[name] !== undefined);
  const [first] = given;
  if (first !== undefined) throw unsupportedParameter(first);
  if (isFifo && shared.batchingWindow > 0) {
    throw lambdaError.invalidParameter('Batching window is not supported for FIFO queues.');
  }
  if (input.ScalingConfig === undefined) return shared;
  const { maximumConcurrency: _before, ...rest } = shared;
  const concurrency = input.ScalingConfig.MaximumConcurrency;
  return concurrency === undefined ? rest : { ...rest, maximumConcurrency: concurrency };
}

function streamSettings(shared: MappingSettings, input: SettingsInput): MappingSettings {
  if (input.ScalingConfig !== undefined) {
    throw unsupportedParameter('ScalingConfig');
  }
  if (input.TumblingWindowInSeconds) {
    throw lambdaError.invalidParameter(
      'TumblingWindowInSeconds: the embedded endpoint has no tumbling windows.',
    );
  }
  if (input.DestinationConfig?.OnSuccess?.Destination) {
    throw lambdaError.invalidParameter(
      'DestinationConfig: event source mappings have no OnSuccess destination.',
    );
  }
  const age = input.MaximumRecordAgeInSeconds;
  if (age !== undefined && age !== -1 && age < 60) {
    throw lambdaError.invalidParameter('MaximumRecordAgeInSeconds must be -1 or at least 60.');
  }
  const settings: MappingSettings = {
    ...shared,
    ...(input.ParallelizationFactor !== undefined && { parallelizationFactor: input.ParallelizationFactor }),
    ...(input.BisectBatchOnFunctionError !== undefined && { bisects: input.BisectBatchOnFunctionError }),
    ...(input.MaximumRetryAttempts !== undefined && { maximumRetries: input.MaximumRetryAttempts }),
    ...(age !== undefined && { maximumAge: age }),
  };
  if (input.DestinationConfig === undefined) return settings;
  const { onFailure: _before, ...rest } = settings;
  const destination = input.DestinationConfig.OnFailure?.Destination;
  if (!destination) return rest;
  if (!/^arn:aws[\w-]*:(sqs|sns):[a-z0-9-]+:\d{12}:[\w-]+$/.test(destination)) {
    throw lambdaError.invalidParameter(
      'DestinationConfig: the destination must be a standard queue or topic.',
    );
  }
  return { ...rest, onFailure: destination };
}

function checkBatch(kind: SourceKind, isFifo: boolean, { batchSize, batchingWindow }: MappingSettings): void {
  if (isFifo && batchSize > 10) {
    throw lambdaError.invalidParameter('BatchSize must be at most 10 for FIFO queues.');
  }
  // "When you set BatchSize to a value greater than 10, you must set MaximumBatchingWindowInSeconds to at least 1."
  if (kind === 'sqs' && batchSize > 10 && batchingWindow < 1) {
    throw lambdaError.invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
}

function unsupportedParameter(name: string): AwsError {
  return lambdaError.invalidParameter(`Unsupported ${name} parameter for given event source mapping type.`);
}
