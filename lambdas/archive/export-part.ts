import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Key, Part, Plan } from './contract.ts';
import { RowError } from './formats/column-type.ts';
import { Normaliser } from './normaliser.ts';
import { historyOf, targetOf } from './schemas/subjects.ts';
import { PartFiles } from './storage/part-files.ts';
import { type SegmentPosition, scanPages } from './storage/scan.ts';

export interface ExportPlaces {
  dynamodb: DynamoDBClient;
  s3: S3Client;
  bucket: string;
}

export interface PartPosition extends SegmentPosition {
  part: number;
}

/**
 * Exports a segment of the table from where it is to its end, or until `isTime` says that it is enough: then `next`
 * tells where to go on. Its files are whole either way, and written under names that a second try writes again.
 */
export async function exportPart(
  { dynamodb, s3, bucket }: ExportPlaces,
  plan: Plan,
  position: PartPosition,
  isTime: () => boolean,
): Promise<Part> {
  const { segment, part } = position;
  const history = historyOf(plan.subject);
  const target = targetOf(history, plan.version);
  const normaliser = new Normaliser(history, target);
  const name = `segment-${digits(segment)}-part-${digits(part)}`;
  const files = new PartFiles({ s3, bucket, plan, schema: target.schema, name });
  const writers = new Set<number>();
  let skipped = 0;
  let next: Key | undefined;
  try {
    for await (const page of scanPages(dynamodb, plan, position)) {
      for (const { key, record } of page.rows) {
        if (record === 'absent') skipped += 1;
        else await archive({ key, record }, normaliser, files, writers);
      }
      await files.ready();
      next = page.next;
      if (isTime()) break;
    }
    const finished = await files.finish();
    const rowsOf = (wanted: (format: string) => boolean) =>
      finished.find(({ format }) => wanted(format))?.rows ?? 0;
    return {
      segment,
      part,
      rows: rowsOf((format) => format !== 'rejected'),
      rejected: rowsOf((format) => format === 'rejected'),
      skipped,
      writers: [...writers].sort((a, b) => a - b),
      files: finished,
      ...(next !== undefined && { next }),
    };
  } catch (error) {
    await files.abort();
    throw error;
  }
}

async function archive(
  { key, record }: { key: Key; record: Buffer | 'not binary' },
  normaliser: Normaliser,
  files: PartFiles,
  writers: Set<number>,
): Promise<void> {
  if (record === 'not binary') return files.reject(key, undefined, 'the attribute record is not binary');
  const row = normaliser.normalise(record);
  if (!row.ok) return files.reject(key, row.fingerprint, row.reason);
  try {
    await files.write(row.value, record.length);
    writers.add(row.version);
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    await files.reject(key, record.subarray(2, 10).toString('hex'), error.message);
  }
}

function digits(number: number): string {
  return String(number).padStart(4, '0');
}
