import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { type DecodedEvent, eventDecoder } from '../../driver/journal/decode-event.ts';
import {
  type JournalEntry,
  type JournalQuery,
  PARTITIONS,
  readFrom,
  readNewest,
} from '../../driver/journal/read-journal.ts';
import { interruptible } from '../interrupt.ts';
import { openShop, type Shop } from '../open-shop.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, positive, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  limit: number;
  order?: string;
  follow: boolean;
  json: boolean;
}

const PAUSE_MS = 1_000;

export const eventsCommand = () =>
  new Command('events')
    .summary('show events of the journal')
    .description(
      'Shows the newest events of the journal with partition and offset. Their Avro data is decoded with the ' +
        'writer schema, which the registry finds by its fingerprint.',
    )
    .option('-n, --limit <number>', 'number of events to show first', positive, 20)
    .option('--order <id>', 'only events of this order')
    .option('-f, --follow', 'show new events until Ctrl-C', false)
    .option('--json', 'print each event as one line of JSON', false)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: Options) =>
      interruptible((signal) => run(options, signal), { expected: options.follow }),
    );

async function run(options: Options, signal: AbortSignal): Promise<void> {
  const target = resolveTarget(options, process.env);
  await withTarget(target, { signal }, async (signal) => {
    const shop = await openShop(target);
    try {
      await showEvents(shop, options, signal);
    } finally {
      shop.close();
    }
  }).catch((error: unknown) => {
    if (!(options.follow && signal.aborted)) throw error;
  });
}

async function showEvents(shop: Shop, options: Options, signal: AbortSignal): Promise<void> {
  const query: JournalQuery = options.order === undefined ? {} : { orderId: options.order };
  const decode = eventDecoder({ ...shop, signal });
  const next = new Map<number, number>();
  const show = async (entries: readonly JournalEntry[], most = entries.length) => {
    const decoded = await Promise.all(
      entries.map(async (entry) => ({ ...entry, event: await decode(entry.event) })),
    );
    decoded.sort((a, b) => a.event.time.localeCompare(b.event.time) || a.offset - b.offset);
    for (const { partition, offset, event } of decoded.slice(-most)) {
      console.log(
        options.json
          ? JSON.stringify({ partition, offset, ...event })
          : renderEvent(partition, offset, event),
      );
    }
  };

  const newest = await Promise.all(
    PARTITIONS.map(async (partition) => {
      const entries = await readNewest(shop, partition, options.limit, query);
      next.set(partition, (entries[0]?.offset ?? -1) + 1);
      return entries;
    }),
  );
  await show(newest.flat(), options.limit);
  if (!options.follow && newest.every((entries) => entries.length === 0)) {
    console.error('No matching events.');
  }
  while (options.follow) {
    await sleep(PAUSE_MS, undefined, { signal });
    for (const partition of PARTITIONS) {
      const entries: JournalEntry[] = [];
      for await (const entry of readFrom(shop, partition, next.get(partition) ?? 0, query)) {
        entries.push(entry);
        next.set(partition, entry.offset + 1);
      }
      await show(entries);
    }
  }
}

function renderEvent(
  partition: number,
  offset: number,
  { type, subject, time, id, data }: DecodedEvent,
): string {
  const head = `${time}  ${styleText('bold', type)}  ${subject}`;
  return `${head}\n  partition ${partition}, offset ${offset}, id ${id}\n  ${JSON.stringify(data)}`;
}
