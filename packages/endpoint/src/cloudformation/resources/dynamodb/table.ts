import { z } from 'zod';
import { document, flag, tags, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { createTable, deleteTable, keyTypesDiffer, tableExists, updateTable } from './table-calls.ts';
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

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
export const table = resourceType({
  type: 'AWS::DynamoDB::Table',
  properties: tableProperties,
  unsupported: [
    'ContributorInsightsSpecification',
    'ImportSourceSpecification',
    'KinesisStreamSpecification',
    'VectorIndexes',
    'WarmThroughput',
  ],
  createOnly: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  customName: 'TableName',
  tags: 'list',
  attributes: ['Arn', 'StreamArn'],
  replaces: keyTypesDiffer,
  physicalIdOf: ({ TableName }, context) => TableName ?? context.generateName(255),
  exists: ({ physicalId }, context) => tableExists(physicalId, context),
  create: (properties, context, name) => createTable(name, properties, context),
  update: ({ physicalId, properties, previous }, context) =>
    updateTable(physicalId, previous, properties, context),
  delete: ({ physicalId }, context) => deleteTable(physicalId, context),
});
