import { recordKey } from '../../../schemas/items/storage-lab-items.ts';
import { recordsTable } from './records-table.ts';
import { strategyOf } from './releases.ts';
import { storageContract } from './storage-contract.ts';

const table = recordsTable();

storageContract('columns', {
  strategy: strategyOf(table, 'columns'),
  raw: (id) => table.raw(recordKey('columns', 'profile', id)),
});
