import type {
  EventSourceMappingConfiguration,
  EventSourceMappingMetric,
  EventSourcePosition,
  Filter,
  FunctionResponseType,
} from '@aws-sdk/client-lambda';

export type SourceKind = 'sqs' | 'dynamodb';

/** What a mapping is set to do, whatever its source. Seconds and counts are as in the API; -1 is "no limit". */
export interface MappingSettings {
  batchSize: number;
  batchingWindow: number;
  filters: string[];
  reportsBatchItemFailures: boolean;
  /** Kept and shown; filters are stored as everything else is. */
  kmsKeyArn?: string;
  /** Kept and shown; no metrics are published. */
  metrics?: EventSourceMappingMetric[];
  /** SQS: the most invocations at a time. */
  maximumConcurrency?: number;
  /** Streams. */
  parallelizationFactor?: number;
  bisects?: boolean;
  maximumRetries?: number;
  maximumAge?: number;
  /** Streams: the queue or topic that is notified of discarded batches. */
  onFailure?: string;
}

export interface MappingTransition {
  state: 'Creating' | 'Updating' | 'Enabling' | 'Disabling' | 'Deleting';
  /** Milliseconds since the epoch. */
  until: number;
}

/** An event source mapping as it is kept. */
export interface Mapping {
  uuid: string;
  kind: SourceKind;
  sourceArn: string;
  /** With its qualifier. */
  functionArn: string;
  enabled: boolean;
  settings: MappingSettings;
  startingPosition?: EventSourcePosition;
  modified: Date;
  lastResult: string;
  /** On the way to being enabled, disabled or gone. */
  transition?: MappingTransition;
  tags: Record<string, string>;
}

function mappingArn(mapping: Mapping): string {
  const [, , , region, account] = mapping.functionArn.split(':');
  return `arn:aws:lambda:${region}:${account}:event-source-mapping:${mapping.uuid}`;
}

export function describeMapping(mapping: Mapping, state?: string): EventSourceMappingConfiguration {
  const { settings } = mapping;
  const filters: Filter[] = settings.filters.map((Pattern) => ({ Pattern }));
  const responseTypes: FunctionResponseType[] = settings.reportsBatchItemFailures
    ? ['ReportBatchItemFailures']
    : [];
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: mappingArn(mapping),
    EventSourceArn: mapping.sourceArn,
    FunctionArn: mapping.functionArn,
    State: state ?? mapping.transition?.state ?? (mapping.enabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: mapping.kind === 'sqs' ? 'USER_INITIATED' : 'User action',
    LastModified: mapping.modified,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.batchingWindow,
    FunctionResponseTypes: responseTypes,
    ...(settings.kmsKeyArn && { KMSKeyArn: settings.kmsKeyArn }),
    ...(settings.metrics && { MetricsConfig: { Metrics: settings.metrics } }),
    ...(filters.length > 0 && { FilterCriteria: { Filters: filters } }),
    ...(mapping.kind === 'sqs' ? describeQueue(settings) : describeStream(mapping)),
  };
}

function describeQueue(settings: MappingSettings): EventSourceMappingConfiguration {
  if (settings.maximumConcurrency === undefined) return {};
  return { ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency } };
}

function describeStream({
  settings,
  startingPosition,
  lastResult,
}: Mapping): EventSourceMappingConfiguration {
  return {
    LastProcessingResult: lastResult,
    StartingPosition: startingPosition,
    ParallelizationFactor: settings.parallelizationFactor ?? 1,
    BisectBatchOnFunctionError: settings.bisects ?? false,
    MaximumRetryAttempts: settings.maximumRetries ?? -1,
    MaximumRecordAgeInSeconds: settings.maximumAge ?? -1,
    TumblingWindowInSeconds: 0,
    DestinationConfig: {
      OnFailure: settings.onFailure === undefined ? {} : { Destination: settings.onFailure },
    },
  };
}
