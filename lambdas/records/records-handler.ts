import { ApiClient } from '../shared/api-client.ts';
import { required } from '../shared/environment.ts';
import { logger } from '../shared/logging.ts';
import { parse } from '../shared/parse.ts';
import { Table } from '../shared/table.ts';
import { textFault } from '../shared/text-fault.ts';
import { RecordError, type RecordErrorCode } from './errors.ts';
import { RecordStore, type ReleaseSchemas } from './record-store.ts';
import { batchRequest, type SingleRequest, singleRequest } from './requests.ts';
import { RegisteredSchemas } from './schemas/registered-schemas.ts';
import { TableSchemas } from './schemas/table-schemas.ts';
import { Contacts } from './unknown-fields/contacts.ts';

export type RecordAnswer =
  | { ok: true; [result: string]: unknown }
  | { ok: false; error: { code: RecordErrorCode; message: string } };

/** How many requests of a batch wait for the database at the same time. */
const AT_ONCE = 16;

/**
 * One release of the storage lab (actions `put`, `get`, `update`, `etl`) and of the unknown-fields lab (actions
 * `…-contact`); see README.md. It is invoked with `{action, …}` and answers with `{ok: true, …}`, or with
 * `{ok: false, error}` whose code is one of RecordError's; it never fails as a function.
 */
export function recordsHandler(schemas: ReleaseSchemas): (event: unknown) => Promise<RecordAnswer> {
  const table = new Table(required('RECORDS_TABLE'));
  const registry = new ApiClient({
    name: 'the registry',
    apiId: required('REGISTRY_API_ID'),
    stage: required('REGISTRY_API_STAGE'),
    attemptMs: 5_000,
    totalMs: 10_000,
  });
  const store = new RecordStore(table, schemas, new RegisteredSchemas(new TableSchemas(table), registry));
  const contacts = new Contacts(table);

  return async (event) => {
    const batch = batchRequest.safeParse(event);
    if (!batch.success) return answer(event);
    return { ok: true, answers: await inTurn(batch.data.requests, answer) };
  };

  async function answer(event: unknown): Promise<RecordAnswer> {
    try {
      const fault = textFault(event);
      if (fault !== undefined) throw new RecordError('invalid-value', fault);
      return { ok: true, ...(await run(parse(singleRequest, event))) };
    } catch (caught) {
      const { code, message, cause } = RecordError.from(caught);
      if (code === 'internal') logger.error('request failed', { cause: String(cause) });
      return { ok: false, error: { code, message } };
    }
  }

  async function run(request: SingleRequest): Promise<object> {
    switch (request.action) {
      case 'put':
        await store.strategy(request.strategy, request.subject).put(request.id, request.value);
        return { version: 1 };
      case 'get':
        return store.strategy(request.strategy, request.subject).get(request.id);
      case 'update': {
        const { id, patch, update } = request;
        return { version: await store.strategy(request.strategy, request.subject).update(id, patch, update) };
      }
      case 'etl':
        return store.warehouse(request.subject).etl(request.ids);
      case 'write-contact':
        await contacts.write(request.way, request.contact);
        return {};
      case 'update-contact':
        return contacts.update(request.way, request.id, request.change);
      case 'read-contact':
        return { contact: await contacts.read(request.way, request.id) };
    }
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}
