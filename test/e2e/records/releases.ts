import { RecordStore } from '../../../lambdas/records/record-store.ts';
import type { StorageStrategy, StrategyName } from '../../../lambdas/records/storage-strategy.ts';
import { SCHEMA as orderV1 } from '../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as profileV1 } from '../../../schemas/gen/avro/profile/v1.ts';
import { SCHEMA as profileV2 } from '../../../schemas/gen/avro/profile/v2.ts';
import { SCHEMA as profileV3 } from '../../../schemas/gen/avro/profile/v3.ts';
import { SCHEMA as profileV4 } from '../../../schemas/gen/avro/profile/v4.ts';
import { SCHEMA as profileV5 } from '../../../schemas/gen/avro/profile/v5.ts';
import type { RecordsTable } from './records-table.ts';

export const PROFILES = [profileV1, profileV2, profileV3, profileV4, profileV5];

/** The service as release `version` has it, with profiles up to that version. */
export function release(table: RecordsTable, version: number): RecordStore {
  return new RecordStore(table.items(), { profile: PROFILES.slice(0, version), order: [orderV1] });
}

export function strategyOf(table: RecordsTable, name: StrategyName) {
  return (version: number): StorageStrategy => release(table, version).strategy(name, 'profile');
}
