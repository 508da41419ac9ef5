import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export const updateTimeToLive = operation('dynamodb', 'UpdateTimeToLive', {
  resource: tableOf,
  input: z.object({
    TableName: tableName,
    TimeToLiveSpecification: z.object({ Enabled: flag, AttributeName: z.string().min(1).max(255) }),
  }),
  async run({ client, sweeper }: DynamoDb, input) {
    const { AttributeName: attribute, Enabled: enabled } = input.TimeToLiveSpecification;
    const { TimeToLiveDescription: current } = await client.send('DescribeTimeToLive', {
      TableName: input.TableName,
    });
    const wasEnabled = current?.TimeToLiveStatus === 'ENABLED';
    if (enabled === wasEnabled) {
      throw dynamoDbError.validation(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
    }
    if (wasEnabled && current.AttributeName !== attribute) {
      throw dynamoDbError.validation(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${current.AttributeName}`,
      );
    }
    const output = await client.send('UpdateTimeToLive', input);
    sweeper.watch(input.TableName, enabled ? attribute : undefined);
    return output;
  },
});
