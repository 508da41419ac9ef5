import { resourceType } from '../resource-type.ts';
import { createTable, deleteTable, keyTypesDiffer, tableExists, updateTable } from './table-calls.ts';
import { tableProperties } from './table-schema.ts';

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
