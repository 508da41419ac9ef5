import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { parse } from '../../shared/parse.ts';
import { retrying } from '../../shared/retry.ts';
import { deduplicationId, intoBatches, type JournalEntry, markReplayed, messageGroup } from '../domain.ts';
import { ReplayError } from '../errors.ts';

/** The FIFO queue of each consumer group, as the stack says. */
const queues = z.record(z.string(), z.url());

/** Entries of a batch that the queue did not take. */
class BatchIncomplete extends Error {
  override readonly name = 'BatchIncomplete';
}

const onRefusedEntries = retrying({ when: (error) => error instanceof BatchIncomplete, attempts: 6 });

/** Sends replayed events to the queue of one consumer group, and to no other. */
export class GroupQueues {
  readonly #sqs: SQSClient;
  readonly #urls: ReadonlyMap<string, string>;

  /** @param json URL by group */
  constructor(sqs: SQSClient, json: string) {
    this.#sqs = sqs;
    this.#urls = new Map(Object.entries(parse(queues, JSON.parse(json), 'internal')));
  }

  /** @throws ReplayError `unknown-group` */
  check(group: string): string {
    const url = this.#urls.get(group);
    if (url !== undefined) return url;
    const known = [...this.#urls.keys()].join(', ');
    throw new ReplayError(
      'unknown-group',
      `no consumer group of that name takes replays; allowed values: ${known}`,
    );
  }

  /** Sends entries of one partition in their order, each batch after the one before. @throws ReplayError `queue-refused` */
  async send(group: string, replayId: string, entries: readonly JournalEntry[]): Promise<void> {
    const url = this.check(group);
    const bodies = new Map(entries.map((entry) => [entry, markReplayed(entry.event, replayId)]));
    const body = (entry: JournalEntry) => bodies.get(entry) ?? '';
    for (const batch of intoBatches(entries, (entry) => Buffer.byteLength(body(entry)))) {
      await this.#sendBatch(
        url,
        batch.map((entry, index) => ({
          Id: String(index),
          MessageBody: body(entry),
          MessageGroupId: messageGroup(entry.orderId),
          MessageDeduplicationId: deduplicationId(replayId, entry.eventId),
        })),
      );
    }
  }

  async #sendBatch(url: string, batch: readonly SendMessageBatchRequestEntry[]): Promise<void> {
    let left = batch;
    let code: string | undefined;
    try {
      await onRefusedEntries.execute(async () => {
        const { Failed = [] } = await this.#sqs.send(
          new SendMessageBatchCommand({ QueueUrl: url, Entries: [...left] }),
        );
        code = Failed[0]?.Code;
        left = left.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
        if (left.length > 0) throw new BatchIncomplete();
      });
    } catch (error) {
      if (!(error instanceof BatchIncomplete)) throw error;
      throw new ReplayError(
        'queue-refused',
        `the queue of the group did not take ${left.length} events: ${code}`,
      );
    }
  }
}
