import { z } from 'zod';
import { flag, integer, lacking, stringMap } from '../../core/input.ts';

/** Settings that both creating and updating take: API_CreateEventSourceMapping. */
export const mappingSettings = {
  Enabled: flag.optional(),
  BatchSize: integer.pipe(z.int().min(1).max(10_000)).optional(),
  MaximumBatchingWindowInSeconds: integer.pipe(z.int().min(0).max(300)).optional(),
  ParallelizationFactor: integer.pipe(z.int().min(1).max(10)).optional(),
  BisectBatchOnFunctionError: flag.optional(),
  MaximumRetryAttempts: integer.pipe(z.int().min(-1).max(10_000)).optional(),
  MaximumRecordAgeInSeconds: integer.pipe(z.int().min(-1).max(604_800)).optional(),
  TumblingWindowInSeconds: integer.pipe(z.int().min(0).max(900)).optional(),
  FunctionResponseTypes: z
    .array(z.enum(['ReportBatchItemFailures']))
    .max(1)
    .optional(),
  FilterCriteria: z
    .object({ Filters: z.array(z.object({ Pattern: z.string().max(4096).optional() })).optional() })
    .optional(),
  ScalingConfig: z
    .object({ MaximumConcurrency: integer.pipe(z.int().min(2).max(1000)).optional() })
    .optional(),
  DestinationConfig: z
    .object({
      OnSuccess: z.object({ Destination: z.string().optional() }).optional(),
      OnFailure: z.object({ Destination: z.string().optional() }).optional(),
    })
    .optional(),
  KMSKeyArn: z
    .string()
    .regex(/^(arn:aws[a-zA-Z-]*:[a-z0-9-.]+:.*|)$/, 'must be the ARN of a key')
    .optional(),
  MetricsConfig: z
    .object({ Metrics: z.array(z.enum(['EventCount', 'ErrorCount', 'KafkaMetrics'])).optional() })
    .optional(),
  LoggingConfig: lacking,
  ProvisionedPollerConfig: lacking,
  // Of other sources: refused as Lambda does for queues and streams.
  AmazonManagedKafkaEventSourceConfig: z.unknown().optional(),
  DocumentDBEventSourceConfig: z.unknown().optional(),
  SelfManagedKafkaEventSourceConfig: z.unknown().optional(),
  SourceAccessConfigurations: z.unknown().optional(),
};

export const createMappingInput = z.object({
  ...mappingSettings,
  EventSourceArn: z.string().min(1).max(1024).optional(),
  FunctionName: z.string().min(1).max(140),
  Queues: z.unknown().optional(),
  SelfManagedEventSource: lacking,
  StartingPositionTimestamp: z.unknown().optional(),
  Topics: z.unknown().optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP']).optional(),
  Tags: stringMap.optional(),
});

export const updateMappingInput = z.object({
  ...mappingSettings,
  UUID: z.string(),
  FunctionName: z.string().min(1).max(140).optional(),
});

export type SettingsInput = z.output<z.ZodObject<typeof mappingSettings>>;
export type CreateMappingInput = z.output<typeof createMappingInput>;
export type UpdateMappingInput = z.output<typeof updateMappingInput>;
