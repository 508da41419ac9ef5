import type {
  BillingMode,
  KeyType,
  ProjectionType,
  ScalarAttributeType,
  SSEType,
  StreamViewType,
  TableClass,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { choice, flag, text, texts, whole } from '../properties.ts';

/** Structures that tables and global tables share. */

export const attributeDefinitions = z.array(
  z.strictObject({ AttributeName: text, AttributeType: choice<ScalarAttributeType>() }),
);
export const keySchema = z.array(z.strictObject({ AttributeName: text, KeyType: choice<KeyType>() }));
export const projection = z.strictObject({
  ProjectionType: choice<ProjectionType>().optional(),
  NonKeyAttributes: texts.optional(),
});
export const throughput = z.strictObject({ ReadCapacityUnits: whole, WriteCapacityUnits: whole });
export const onDemandThroughput = z.strictObject({
  MaxReadRequestUnits: whole.optional(),
  MaxWriteRequestUnits: whole.optional(),
});
export const localIndex = z.strictObject({ IndexName: text, KeySchema: keySchema, Projection: projection });
export const globalIndex = z.strictObject({
  IndexName: text,
  KeySchema: keySchema,
  Projection: projection,
  ProvisionedThroughput: throughput.optional(),
  OnDemandThroughput: onDemandThroughput.optional(),
});
export const streamSpecification = z.strictObject({ StreamViewType: choice<StreamViewType>() });
export const timeToLive = z.strictObject({ AttributeName: text.optional(), Enabled: flag });
export const pointInTimeRecovery = z.strictObject({
  PointInTimeRecoveryEnabled: flag.optional(),
  RecoveryPeriodInDays: whole.optional(),
});
export const encryption = z.strictObject({
  SSEEnabled: flag,
  SSEType: choice<SSEType>().optional(),
  KMSMasterKeyId: text.optional(),
});
export const billingMode = choice<BillingMode>();
export const tableClass = choice<TableClass>();
