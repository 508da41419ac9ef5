import { z } from 'zod';
import { cloudFormationError } from '../../errors.ts';
import { document, flag, tags, text, whole } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
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
  timeToLive,
} from './table-properties.ts';
import type { TableProperties } from './table-schema.ts';

const replica = z.strictObject({
  Region: text,
  DeletionProtectionEnabled: flag.optional(),
  PointInTimeRecoverySpecification: pointInTimeRecovery.optional(),
  ContributorInsightsSpecification: z.strictObject({ Enabled: flag, Mode: text.optional() }).optional(),
  ResourcePolicy: z.strictObject({ PolicyDocument: document }).optional(),
  SSESpecification: z.strictObject({ KMSMasterKeyId: text }).optional(),
  TableClass: tableClass.optional(),
  Tags: tags.optional(),
});

const onDemandSettings = z.strictObject({ MaxWriteRequestUnits: whole.optional() });

const properties = z.strictObject({
  TableName: text.optional(),
  AttributeDefinitions: attributeDefinitions,
  KeySchema: keySchema,
  BillingMode: billingMode.optional(),
  GlobalSecondaryIndexes: z
    .array(globalIndex.omit({ ProvisionedThroughput: true, OnDemandThroughput: true }))
    .optional(),
  LocalSecondaryIndexes: z.array(localIndex).optional(),
  Replicas: z.array(replica),
  SSESpecification: z.strictObject({ SSEEnabled: flag, SSEType: encryption.shape.SSEType }).optional(),
  StreamSpecification: streamSpecification.optional(),
  TimeToLiveSpecification: timeToLive.optional(),
  WriteOnDemandThroughputSettings: onDemandSettings.optional(),
});

type Properties = z.output<typeof properties>;

/**
 * What CDK's TableV2 makes, with its one replica in this region.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
 */
export const globalTable = resourceType({
  type: 'AWS::DynamoDB::GlobalTable',
  properties,
  unsupported: [
    'GlobalTableSourceArn',
    'GlobalTableWitnesses',
    'MultiRegionConsistency',
    'ReadOnDemandThroughputSettings',
    'ReadProvisionedThroughputSettings',
    'TableType',
    'VectorIndexes',
    'WarmThroughput',
    'WriteProvisionedThroughputSettings',
  ],
  unsupportedValues({ Replicas, BillingMode }) {
    return [
      ...(Array.isArray(Replicas) && Replicas.length > 1
        ? [{ path: 'Replicas', what: 'tables with replicas in other regions' }]
        : []),
      ...(BillingMode === 'PROVISIONED'
        ? [{ path: 'BillingMode', what: 'AWS::DynamoDB::GlobalTable with provisioned throughput' }]
        : []),
    ];
  },
  createOnly: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  customName: 'TableName',
  attributes: ['Arn', 'StreamArn', 'TableId'],
  replaces: keyTypesDiffer,
  physicalIdOf: ({ TableName }, context) => TableName ?? context.generateName(255),
  exists: ({ physicalId }, context) => tableExists(physicalId, context),
  create: (properties, context, name) => createTable(name, asTable(properties, context), context),
  update: ({ physicalId, properties, previous }, context) =>
    updateTable(physicalId, asTable(previous, context), asTable(properties, context), context),
  delete: ({ physicalId }, context) => deleteTable(physicalId, context),
});

/** The same table, said in the words of AWS::DynamoDB::Table. The stack's tags go onto it as onto others. */
function asTable(properties: Properties, { region, stackTags }: ResourceContext): TableProperties {
  const [own, ...others] = properties.Replicas;
  if (own?.Region !== region || others.length > 0) {
    throw cloudFormationError.notImplemented(`tables with replicas outside ${region}`);
  }
  if (properties.BillingMode === 'PROVISIONED') {
    throw cloudFormationError.notImplemented('AWS::DynamoDB::GlobalTable with provisioned throughput');
  }
  const keys = new Set((own.Tags ?? []).map((tag) => tag.Key));
  const maximum = properties.WriteOnDemandThroughputSettings;
  return {
    TableName: properties.TableName,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    OnDemandThroughput: maximum && onDemandThroughput.parse(maximum),
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
    LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
    StreamSpecification: properties.StreamSpecification,
    TimeToLiveSpecification: properties.TimeToLiveSpecification,
    PointInTimeRecoverySpecification: own.PointInTimeRecoverySpecification,
    SSESpecification: properties.SSESpecification && {
      ...properties.SSESpecification,
      ...own.SSESpecification,
    },
    TableClass: own.TableClass,
    DeletionProtectionEnabled: own.DeletionProtectionEnabled,
    ResourcePolicy: own.ResourcePolicy,
    Tags: [...(own.Tags ?? []), ...stackTags.filter((tag) => !keys.has(tag.Key))],
  };
}
