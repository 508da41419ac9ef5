import { z } from 'zod';
import { document, flag, tags, text } from '../properties.ts';
import {
  attributeDefinitions,
  billingMode,
  encryption,
  globalIndex,
  keySchema,
  localIndex,
  onDemandThroughput,
  pointInTimeRecovery,
  streamSpecification,
  tableClass,
  throughput,
  timeToLive,
} from './table-properties.ts';

/** The properties of AWS::DynamoDB::Table. */
export const tableProperties = z.strictObject({
  TableName: text.optional(),
  AttributeDefinitions: attributeDefinitions.optional(),
  KeySchema: keySchema,
  BillingMode: billingMode.optional(),
  ProvisionedThroughput: throughput.optional(),
  OnDemandThroughput: onDemandThroughput.optional(),
  GlobalSecondaryIndexes: z.array(globalIndex).optional(),
  LocalSecondaryIndexes: z.array(localIndex).optional(),
  StreamSpecification: streamSpecification.optional(),
  TimeToLiveSpecification: timeToLive.optional(),
  PointInTimeRecoverySpecification: pointInTimeRecovery.optional(),
  SSESpecification: encryption.optional(),
  TableClass: tableClass.optional(),
  DeletionProtectionEnabled: flag.optional(),
  ResourcePolicy: z.strictObject({ PolicyDocument: document }).optional(),
  Tags: tags.optional(),
});

export type TableProperties = z.output<typeof tableProperties>;
