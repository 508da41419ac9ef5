import type { OperationName } from '../core/api.ts';
import type { Operation } from '../core/operation.ts';
import { createTable } from './actions/create-table.ts';
import { deleteResourcePolicy } from './actions/delete-resource-policy.ts';
import { deleteTable } from './actions/delete-table.ts';
import { describeContinuousBackups } from './actions/describe-continuous-backups.ts';
import { describeContributorInsights } from './actions/describe-contributor-insights.ts';
import { describeKinesisStreamingDestination } from './actions/describe-kinesis-streaming-destination.ts';
import { describeTable } from './actions/describe-table.ts';
import { getResourcePolicy } from './actions/get-resource-policy.ts';
import { putResourcePolicy } from './actions/put-resource-policy.ts';
import { updateContinuousBackups } from './actions/update-continuous-backups.ts';
import { updateContributorInsights } from './actions/update-contributor-insights.ts';
import { updateTable } from './actions/update-table.ts';
import { updateTimeToLive } from './actions/update-time-to-live.ts';
import type { DynamoDb } from './dynamodb.ts';

/** The control plane, as far as it is more than the engine's own. */
export const operations: Record<string, Operation<DynamoDb>> = {
  CreateTable: createTable,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteTable: deleteTable,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeContributorInsights: describeContributorInsights,
  DescribeKinesisStreamingDestination: describeKinesisStreamingDestination,
  DescribeTable: describeTable,
  GetResourcePolicy: getResourcePolicy,
  PutResourcePolicy: putResourcePolicy,
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateContributorInsights: updateContributorInsights,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
};

/** What passes through to the engine untouched, and what of it can change an item. */
export const ENGINE_OPERATIONS: ReadonlyMap<string, { writes: boolean }> = new Map(
  (
    [
      ['BatchExecuteStatement', true],
      ['BatchGetItem', false],
      ['BatchWriteItem', true],
      ['DeleteItem', true],
      ['DescribeTimeToLive', false],
      ['ExecuteStatement', true],
      ['ExecuteTransaction', true],
      ['GetItem', false],
      ['ListTables', false],
      ['ListTagsOfResource', false],
      ['PutItem', true],
      ['Query', false],
      ['Scan', false],
      ['TagResource', false],
      ['TransactGetItems', false],
      ['TransactWriteItems', true],
      ['UntagResource', false],
      ['UpdateItem', true],
    ] satisfies [OperationName<'dynamodb'>, boolean][]
  ).map(([name, writes]) => [name, { writes }]),
);
