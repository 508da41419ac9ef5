import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import { toRecord } from './record.ts';

/** A change on its way to a function. */
export interface StreamItem {
  sequenceNumber: string;
  created: Date;
  /** As the function sees it. */
  record: object;
}

export function toItem(record: _Record, streamArn: string): StreamItem {
  return {
    sequenceNumber: record.dynamodb?.SequenceNumber ?? '',
    created: record.dynamodb?.ApproximateCreationDateTime ?? new Date(0),
    record: toRecord(record, streamArn),
  };
}
