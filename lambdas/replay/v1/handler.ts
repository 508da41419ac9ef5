import { randomUUID } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { identifyAs } from '../../shared/identity.ts';
import { logger } from '../../shared/logging.ts';
import { parse } from '../../shared/parse.ts';
import { Table } from '../../shared/table.ts';
import { type ReplayStatus, request } from '../contract.ts';
import { ReplayError } from '../errors.ts';
import { GroupQueues } from './group-queues.ts';
import { Journal } from './journal.ts';
import { replay } from './replay.ts';
import { ReplayStore } from './replay-store.ts';

identifyAs('v1');
const clock = () => new Date();
const table = new Table(required('JOURNAL_TABLE'));
const context = {
  journal: new Journal(table, clock),
  store: new ReplayStore(table, clock),
  queues: new GroupQueues(new SQSClient({}), required('GROUP_QUEUES')),
  clock,
  newId: randomUUID,
};

type Result = ({ ok: true } & ReplayStatus) | { ok: false; error: { code: string; message: string } };

/** Invoked by an operator or a tool, one action after the other; never by an event. */
export async function handler(event: unknown): Promise<Result> {
  try {
    return { ok: true, ...(await replay(parse(request, event), context)) };
  } catch (error) {
    const refused =
      error instanceof ReplayError || (error instanceof ShopError && error.code === 'bad-request');
    if (!refused) throw error;
    logger.warn('replay refused', { code: error.code });
    return { ok: false, error: { code: error.code, message: error.message } };
  }
}
