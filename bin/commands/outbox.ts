import { Command } from 'commander';
import { republish } from '../../driver/outbox/republish.ts';
import {
  listUnpublished,
  type UnpublishedEvent,
  unpublishedEvents,
} from '../../driver/outbox/unpublished-events.ts';
import { EXIT } from '../cli-error.ts';
import { table } from '../table.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { withShop } from '../with-shop.ts';
import { endpointOption, positive, regionOption, targetOption } from './options.ts';

interface ListOptions extends TargetOptions {
  json: boolean;
}

interface RepublishOptions extends TargetOptions {
  olderThan: number;
}

export const outboxCommand = () =>
  new Command('outbox')
    .summary('list and publish unpublished events')
    .description(
      'An order is stored together with its event, in the outbox; the relay publishes the event and marks it. After ' +
        'an outage that outlived the stream of the table (24 hours), the events are still in the outbox, unmarked.',
    )
    .addCommand(listCommand())
    .addCommand(republishCommand());

const listCommand = () =>
  new Command('list')
    .summary('list unpublished events')
    .description(
      'Lists the events in the outbox that are not marked as published. The newest may be in transit.',
    )
    .option('--json', 'print the result as JSON', false)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: ListOptions) =>
      withShop(options, async (shop) => {
        const events = await listUnpublished(shop);
        if (options.json) {
          const rows = events.map(({ pk, sk, orderId, eventId, createdAt }) => ({
            pk,
            sk,
            orderId,
            eventId,
            createdAt,
          }));
          console.log(JSON.stringify(rows, undefined, 2));
        } else if (events.length === 0) {
          console.log('Every event in the outbox is published.');
        } else {
          console.log(render(events));
        }
      }),
    );

const republishCommand = () =>
  new Command('republish')
    .summary('publish unpublished events')
    .description(
      'Publishes the events in the outbox that are not marked as published, through the relay. It can be repeated: consumers ' +
        'ignore events that they have processed. The exit status is 1 if the topic rejects an event.',
    )
    .option('--older-than <seconds>', 'skip newer events, which may be in transit', positive, 60)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: RepublishOptions) =>
      withShop(options, async (shop) => {
        const since = Date.now() - options.olderThan * 1000;
        const { handed, failed } = await republish(shop, olderThan(unpublishedEvents(shop), since));
        // The relay gives up on what it cannot read or the topic refuses: such an item is still not marked.
        const left = new Set((await listUnpublished(shop)).map(keyOf));
        const setAside = handed.filter((event) => left.has(keyOf(event)));
        console.log(`Events published: ${handed.length - setAside.length}.`);
        if (setAside.length > 0) {
          console.log(`Invalid items, reported to the queue of the relay: ${setAside.length}.`);
        }
        if (failed.length > 0) {
          console.error(`Events that the topic rejected: ${failed.length}. Retry later.`);
          process.exitCode = EXIT.findings;
        }
      }),
    );

async function* olderThan(
  events: AsyncIterable<UnpublishedEvent>,
  since: number,
): AsyncGenerator<UnpublishedEvent> {
  for await (const event of events) {
    if (event.createdAt === undefined || event.createdAt.getTime() <= since) yield event;
  }
}

function keyOf({ pk, sk }: UnpublishedEvent): string {
  return `${pk}/${sk}`;
}

function render(events: readonly UnpublishedEvent[]): string {
  const rows = events.map(({ pk, sk, orderId, eventId, createdAt }) => [
    orderId ?? pk,
    eventId ?? sk,
    createdAt?.toISOString() ?? 'unknown',
  ]);
  return table([['order', 'event', 'stored at'], ...rows]);
}
