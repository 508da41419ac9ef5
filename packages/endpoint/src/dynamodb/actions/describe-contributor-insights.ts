import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

export const describeContributorInsights = operation('dynamodb', 'DescribeContributorInsights', {
  resource: tableOf,
  input: z.object({ TableName: tableName }),
  async run({ client, settings }: DynamoDb, input) {
    await client.send('DescribeTable', input);
    const insights = settings.get(input.TableName)?.contributorInsights;
    return {
      TableName: input.TableName,
      ContributorInsightsStatus: insights?.enabled ? ('ENABLED' as const) : ('DISABLED' as const),
      ...(insights?.enabled && { ContributorInsightsMode: insights.mode }),
      ...(insights && { LastUpdateDateTime: insights.changed }),
    };
  },
});
