import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ProfileItem } from '../../../driver/profiles/profile-item.ts';
import { profileTable } from '../../../driver/profiles/profile-table.ts';
import { PROFILE_PREFIX } from '../../../schemas/items/profile-item.ts';
import { backfillCheckpointKey } from '../../../schemas/items/scenario-items.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

export interface BackfillOptions {
  /** Names the checkpoint: a run under the name of one that was stopped goes on where that one was. */
  name: string;
  /** Only profiles whose user id begins so. */
  prefix: string;
  rowsPerSecond: number;
  /** Stops after so many rows, as if the program were killed there. */
  stopAfter?: number;
  /** Between the reading of a row and its writing. */
  beforeWrite?: (row: ProfileItem) => Promise<void>;
  onProgress?: (report: BackfillReport) => void;
}

export interface BackfillReport {
  rewritten: number;
  /** Rows that had the latest schema already. */
  current: number;
  /** Writes that were rejected because the row had changed since it was read, and were then retried. */
  refused: number;
}

/** What every row has that is written, or rewritten, to the latest schema. */
export const LATEST = 2;
const PAGE = 100;
/** A resumed run revisits at most this many rows. */
export const CHECKPOINT_EVERY = 10;

/**
 * Rewrites profiles to the latest schema while others read and write them: row by row, each on condition that it
 * has not changed in the meantime, and no faster than `rowsPerSecond`.
 */
export async function rewriteToLatest(
  context: Pick<ScenarioContext, 'aws' | 'signal' | 'system'>,
  { name, prefix, rowsPerSecond, stopAfter = Infinity, beforeWrite, onProgress }: BackfillOptions,
): Promise<BackfillReport> {
  const { aws, signal, system } = context;
  const TableName = system.tables.shared;
  const table = profileTable(context);
  const report: BackfillReport = { rewritten: 0, current: 0, refused: 0 };
  const checkpointKey = backfillCheckpointKey(name);
  const keep = (position: Position) =>
    aws.documents.send(
      new PutCommand({ TableName, Item: { ...checkpointKey, type: 'checkpoint', position } }),
    );
  const started = performance.now();
  let rows = 0;

  const { Item } = await aws.documents.send(new GetCommand({ TableName, Key: checkpointKey }));
  let position: Position | undefined = Item?.['position'];
  do {
    const { Items = [], LastEvaluatedKey } = await aws.documents.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'begins_with(pk, :prefix)',
        ExpressionAttributeValues: { ':prefix': PROFILE_PREFIX + prefix },
        Limit: PAGE,
        ...(position && { ExclusiveStartKey: position }),
      }),
    );
    for (const found of Items) {
      if (rows === stopAfter) return report;
      await sleep(Math.max(0, started + (rows * 1000) / rowsPerSecond - performance.now()), undefined, {
        signal,
      });
      const row = ProfileItem.parse(found);
      await rewrite(row);
      rows += 1;
      if (rows % CHECKPOINT_EVERY === 0) await keep({ pk: row.pk, sk: row.sk });
      onProgress?.(report);
    }
    position = LastEvaluatedKey && { pk: String(LastEvaluatedKey['pk']), sk: String(LastEvaluatedKey['sk']) };
    if (position) await keep(position);
  } while (position);
  return report;

  async function rewrite(found: ProfileItem): Promise<void> {
    let row = found;
    while (Number(row['schema']) !== LATEST) {
      await beforeWrite?.(row);
      // A default for what old rows do not have; what they have is kept as it was read.
      const latest = { schema: LATEST, email: row.email ?? '' };
      if (await table.update(row.userId, latest, row.version)) {
        report.rewritten += 1;
        return;
      }
      report.refused += 1;
      row = await table.read(row.userId);
    }
    report.current += 1;
  }
}

interface Position {
  pk: string;
  sk: string;
}
