import { required } from '../../shared/environment.ts';
import { Table } from '../../shared/table.ts';
import { callbacksHandler } from './callbacks-handler.ts';

export const handler = callbacksHandler({
  table: new Table(required('CALLBACKS_TABLE')),
  now: () => new Date(),
});
