import type { ContinuousBackupsDescription } from '@aws-sdk/client-dynamodb';
import type { DynamoDb } from './dynamodb.ts';

const DAY_MS = 86_400_000;

export function continuousBackups(
  { context, settings }: DynamoDb,
  table: string,
): ContinuousBackupsDescription {
  const { recoverableSince, recoveryDays = 35 } = settings.get(table) ?? {};
  const now = context.clock.now();
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription:
      recoverableSince === undefined
        ? { PointInTimeRecoveryStatus: 'DISABLED' }
        : {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: recoveryDays,
            EarliestRestorableDateTime: new Date(
              Math.max(recoverableSince.getTime(), now - recoveryDays * DAY_MS),
            ),
            LatestRestorableDateTime: new Date(now),
          },
  };
}
