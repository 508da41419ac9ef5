import { recordKey } from '../../../schemas/items/storage-lab-items.ts';
import { recordsTable } from './records-table.ts';
import { strategyOf } from './releases.ts';
import { storageContract } from './storage-contract.ts';

const table = recordsTable();

storageContract('warehouse', {
  strategy: strategyOf(table, 'warehouse'),
  raw: (id) => table.raw(recordKey('warehouse', 'profile', id)),
});
