import { z } from 'zod';
import { flag, integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { continuousBackups } from '../continuous-backups.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

/** Kept as a setting: there is no backup to recover from, and no operation here that would. */
export const updateContinuousBackups = operation('dynamodb', 'UpdateContinuousBackups', {
  resource: tableOf,
  input: z.object({
    TableName: tableName,
    PointInTimeRecoverySpecification: z.object({
      PointInTimeRecoveryEnabled: flag,
      RecoveryPeriodInDays: integer.pipe(z.int().min(1).max(35)).default(35),
    }),
  }),
  async run(dynamoDb: DynamoDb, input) {
    const { client, context, settings } = dynamoDb;
    const name = input.TableName;
    const wanted = input.PointInTimeRecoverySpecification;
    await client.send('DescribeTable', { TableName: name });
    const { recoverableSince, recoveryDays: _days, ...rest } = settings.get(name) ?? {};
    settings.set(
      name,
      wanted.PointInTimeRecoveryEnabled
        ? {
            ...rest,
            recoverableSince: recoverableSince ?? new Date(context.clock.now()),
            recoveryDays: wanted.RecoveryPeriodInDays,
          }
        : rest,
    );
    return { ContinuousBackupsDescription: continuousBackups(dynamoDb, name) };
  },
});
