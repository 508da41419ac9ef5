import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

/** Kept as a setting: there are no metrics to look into. */
export const updateContributorInsights = operation('dynamodb', 'UpdateContributorInsights', {
  resource: tableOf,
  input: z.object({
    TableName: tableName,
    ContributorInsightsAction: z.enum(['ENABLE', 'DISABLE']),
    ContributorInsightsMode: z
      .enum(['ACCESSED_AND_THROTTLED_KEYS', 'THROTTLED_KEYS'])
      .default('ACCESSED_AND_THROTTLED_KEYS'),
  }),
  async run({ client, context, settings }: DynamoDb, input) {
    const name = input.TableName;
    await client.send('DescribeTable', { TableName: name });
    const enabled = input.ContributorInsightsAction === 'ENABLE';
    settings.set(name, {
      ...settings.get(name),
      contributorInsights: {
        enabled,
        mode: input.ContributorInsightsMode,
        changed: new Date(context.clock.now()),
      },
    });
    return {
      TableName: name,
      ContributorInsightsStatus: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
      ContributorInsightsMode: input.ContributorInsightsMode,
    };
  },
});
