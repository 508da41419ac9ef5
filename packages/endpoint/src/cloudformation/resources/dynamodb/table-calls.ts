import type { GlobalSecondaryIndexUpdate, TableDescription } from '@aws-sdk/client-dynamodb';
import { isThere } from '../../stack/failure.ts';
import type { ValueMap } from '../../template/template.ts';
import { resourceError } from '../errors.ts';
import type { Provisioned, ResourceContext } from '../resource-type.ts';
import { tagChanges } from '../tags.ts';
import type { TableProperties } from './table-schema.ts';

/** A table's way through the DynamoDB API, in the steps that the API asks for. */

export const tableExists = (TableName: string, { call }: ResourceContext): Promise<boolean> =>
  isThere(call('dynamodb', 'DescribeTable', { TableName }));

export async function createTable(
  TableName: string,
  properties: TableProperties,
  context: ResourceContext,
): Promise<Provisioned> {
  const { StreamSpecification, SSESpecification } = properties;
  await context.call('dynamodb', 'CreateTable', {
    TableName,
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions ?? [],
    // CloudFormation's default is the older of the two.
    BillingMode: properties.BillingMode ?? 'PROVISIONED',
    ...(properties.ProvisionedThroughput && { ProvisionedThroughput: properties.ProvisionedThroughput }),
    ...(properties.OnDemandThroughput && { OnDemandThroughput: properties.OnDemandThroughput }),
    ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }),
    ...(properties.LocalSecondaryIndexes && { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }),
    ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
    ...(SSESpecification && { SSESpecification: encryptionOf(properties) }),
    ...(properties.TableClass && { TableClass: properties.TableClass }),
    ...(properties.DeletionProtectionEnabled !== undefined && {
      DeletionProtectionEnabled: properties.DeletionProtectionEnabled,
    }),
    ...(properties.Tags && { Tags: properties.Tags }),
  });
  context.identify(TableName);
  const described = await untilActive(TableName, context);
  await applyExtras(TableName, described.TableArn ?? '', undefined, properties, context);
  return { physicalId: TableName, attributes: attributesOf(described) };
}

export async function updateTable(
  TableName: string,
  previous: TableProperties,
  properties: TableProperties,
  context: ResourceContext,
): Promise<Provisioned> {
  const { created, deleted, resized } = indexChanges(previous, properties);
  const updateIndexes = async (update: GlobalSecondaryIndexUpdate) => {
    await context.call('dynamodb', 'UpdateTable', {
      TableName,
      ...(update.Create && { AttributeDefinitions: properties.AttributeDefinitions ?? [] }),
      GlobalSecondaryIndexUpdates: [update],
    });
    await untilActive(TableName, context);
  };
  for (const { IndexName } of deleted) await updateIndexes({ Delete: { IndexName } });
  await updateSettings(TableName, previous, properties, context);
  for (const { IndexName, ProvisionedThroughput, OnDemandThroughput } of resized) {
    await updateIndexes({
      Update: {
        IndexName,
        ...(ProvisionedThroughput && { ProvisionedThroughput }),
        ...(OnDemandThroughput && { OnDemandThroughput }),
      },
    });
  }
  for (const index of created) await updateIndexes({ Create: index });
  const described = await untilActive(TableName, context);
  await applyExtras(TableName, described.TableArn ?? '', previous, properties, context);
  return { physicalId: TableName, attributes: attributesOf(described) };
}

export async function deleteTable(TableName: string, context: ResourceContext): Promise<void> {
  await context.call('dynamodb', 'DeleteTable', { TableName });
  await context.until(`the table ${TableName} is gone`, async () =>
    (await tableExists(TableName, context)) ? undefined : true,
  );
}

/** A key attribute that changes its type asks for a new table; other attributes come and go with their indexes. */
export function keyTypesDiffer(before: ValueMap, after: ValueMap): boolean {
  const types = (properties: ValueMap) => {
    const definitions = properties['AttributeDefinitions'] as {
      AttributeName: string;
      AttributeType: string;
    }[];
    return new Map((definitions ?? []).map((one) => [one.AttributeName, one.AttributeType]));
  };
  const keys = (before['KeySchema'] ?? []) as { AttributeName: string }[];
  const [old, next] = [types(before), types(after)];
  return keys.some(({ AttributeName }) => old.get(AttributeName) !== next.get(AttributeName));
}

async function updateSettings(
  TableName: string,
  previous: TableProperties,
  properties: TableProperties,
  context: ResourceContext,
): Promise<void> {
  const changed = (name: keyof TableProperties) => differs(previous[name], properties[name]);
  const stream = properties.StreamSpecification;
  if (changed('StreamSpecification')) {
    // Another view of the changes is another stream: the old one ends first.
    if (previous.StreamSpecification) {
      await context.call('dynamodb', 'UpdateTable', {
        TableName,
        StreamSpecification: { StreamEnabled: false },
      });
      await untilActive(TableName, context);
    }
    if (stream) {
      const StreamSpecification = { StreamEnabled: true, ...stream };
      await context.call('dynamodb', 'UpdateTable', { TableName, StreamSpecification });
      await untilActive(TableName, context);
    }
  }
  const billing = changed('BillingMode') || changed('ProvisionedThroughput') || changed('OnDemandThroughput');
  const update = {
    ...(billing && {
      BillingMode: properties.BillingMode ?? ('PROVISIONED' as const),
      ...(properties.ProvisionedThroughput && { ProvisionedThroughput: properties.ProvisionedThroughput }),
      ...(properties.OnDemandThroughput && { OnDemandThroughput: properties.OnDemandThroughput }),
    }),
    ...(changed('SSESpecification') && { SSESpecification: encryptionOf(properties) }),
    ...(changed('TableClass') && { TableClass: properties.TableClass ?? ('STANDARD' as const) }),
    ...(changed('DeletionProtectionEnabled') && {
      DeletionProtectionEnabled: properties.DeletionProtectionEnabled ?? false,
    }),
  };
  if (Object.keys(update).length === 0) return;
  await context.call('dynamodb', 'UpdateTable', { TableName, ...update });
  await untilActive(TableName, context);
}

/** What has API calls of its own. */
async function applyExtras(
  TableName: string,
  arn: string,
  previous: TableProperties | undefined,
  properties: TableProperties,
  { call }: ResourceContext,
): Promise<void> {
  const changed = (name: keyof TableProperties) => differs(previous?.[name], properties[name]);
  if (changed('TimeToLiveSpecification')) {
    const old = previous?.TimeToLiveSpecification;
    const next = properties.TimeToLiveSpecification;
    const AttributeName = next?.AttributeName ?? old?.AttributeName ?? '';
    const Enabled = next?.Enabled ?? false;
    if (Enabled || old?.Enabled) {
      await call('dynamodb', 'UpdateTimeToLive', {
        TableName,
        TimeToLiveSpecification: { AttributeName, Enabled },
      });
    }
  }
  if (changed('PointInTimeRecoverySpecification')) {
    const { PointInTimeRecoveryEnabled = false, RecoveryPeriodInDays } =
      properties.PointInTimeRecoverySpecification ?? {};
    await call('dynamodb', 'UpdateContinuousBackups', {
      TableName,
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled,
        ...(RecoveryPeriodInDays !== undefined && { RecoveryPeriodInDays }),
      },
    });
  }
  if (changed('ResourcePolicy')) {
    const Policy = properties.ResourcePolicy?.PolicyDocument;
    if (Policy === undefined) await call('dynamodb', 'DeleteResourcePolicy', { ResourceArn: arn });
    else await call('dynamodb', 'PutResourcePolicy', { ResourceArn: arn, Policy });
  }
  if (previous === undefined) return;
  const { set, removed } = tagChanges(previous.Tags, properties.Tags);
  if (set.length > 0) await call('dynamodb', 'TagResource', { ResourceArn: arn, Tags: set });
  if (removed.length > 0) await call('dynamodb', 'UntagResource', { ResourceArn: arn, TagKeys: removed });
}

async function untilActive(TableName: string, context: ResourceContext): Promise<TableDescription> {
  return context.until(`the table ${TableName} is active`, async () => {
    const { Table } = await context.call('dynamodb', 'DescribeTable', { TableName });
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    const active =
      Table?.TableStatus === 'ACTIVE' &&
      indexes.every((index) => (index.IndexStatus ?? 'ACTIVE') === 'ACTIVE');
    return active ? Table : undefined;
  });
}

function attributesOf({ TableArn, LatestStreamArn, StreamSpecification, TableId }: TableDescription) {
  return {
    Arn: TableArn,
    TableId,
    ...(StreamSpecification?.StreamEnabled && { StreamArn: LatestStreamArn }),
  };
}

function encryptionOf({ SSESpecification }: TableProperties) {
  const { SSEEnabled = false, ...rest } = SSESpecification ?? {};
  return { Enabled: SSEEnabled, ...rest };
}

type Index = NonNullable<TableProperties['GlobalSecondaryIndexes']>[number];

/** What an update does to a table's indexes. Throws for what CloudFormation refuses before it changes anything. */
function indexChanges(
  previous: TableProperties,
  properties: TableProperties,
): { created: Index[]; deleted: Index[]; resized: Index[] } {
  const old = new Map((previous.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index]));
  const next = new Map((properties.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index]));
  const created = [...next.values()].filter((index) => !old.has(index.IndexName));
  const deleted = [...old.values()].filter((index) => !next.has(index.IndexName));
  const kept = [...next.values()].filter((index) => old.has(index.IndexName));
  const structure = (index: Index | undefined) => [index?.KeySchema, index?.Projection];
  if (kept.some((index) => differs(structure(index), structure(old.get(index.IndexName))))) {
    throw resourceError.invalidRequest(
      "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name.",
    );
  }
  if (created.length + deleted.length > 1) {
    throw resourceError.invalidRequest(
      'Cannot perform more than one GSI creation or deletion in a single update',
    );
  }
  const resized = kept.filter((index) => differs(index, old.get(index.IndexName)));
  return { created, deleted, resized };
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
