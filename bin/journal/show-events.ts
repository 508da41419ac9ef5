import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { z } from 'zod';
import type { DriverContext } from '../../driver/context.ts';
import { DriverError } from '../../driver/errors.ts';
import { commitCheckpoint, readCheckpoint } from '../../driver/journal/consumer-groups.ts';
import { type DecodedEvent, eventDecoder } from '../../driver/journal/decode-event.ts';
import type { JournalFilter } from '../../driver/journal/journal-filter.ts';
import { keptRange, PARTITIONS, seekToTime } from '../../driver/journal/journal-range.ts';
import { type JournalEntry, readFrom, readNewest, readRange } from '../../driver/journal/read-journal.ts';
import { CliError } from '../cli-error.ts';
import type { JournalOptions } from './journal-options.ts';
import type { Place } from './parse-place.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;
type Show = (entries: readonly JournalEntry[], most?: number) => Promise<void>;

const PAUSE_MS = 1_000;
/** Events that are decoded and printed at a time. */
const PAGE = 100;

/** Shows the newest events, a range, or what a consumer group has not read; then, with --follow, what is new. */
export async function showEvents(context: Context, options: JournalOptions): Promise<void> {
  const { order: orderId, type, schema, from, to, group, follow } = options;
  const filter: JournalFilter = { orderId, type, schema };
  const partitions = options.partition === undefined ? PARTITIONS : [options.partition];
  checkPlaces(options);
  const show = printer(context, options.json);
  const isRange = from !== undefined || to !== undefined || group !== undefined;
  const shown = isRange
    ? await showRanges(context, options, partitions, filter, show)
    : await showNewest(context, options.limit, partitions, filter, show);
  if (!follow && shown.count === 0) console.error('No matching events.');
  while (follow) {
    await sleep(PAUSE_MS, undefined, { signal: context.signal });
    for (const partition of partitions) {
      const entries: JournalEntry[] = [];
      for await (const entry of readFrom(context, partition, shown.next.get(partition) ?? 0, filter)) {
        entries.push(entry);
        shown.next.set(partition, entry.offset + 1);
      }
      await show(entries);
      await commit(context, group, entries);
    }
  }
}

interface Shown {
  count: number;
  /** Where each partition goes on. */
  next: Map<number, number>;
}

async function showNewest(
  context: Context,
  limit: number,
  partitions: readonly number[],
  filter: JournalFilter,
  show: Show,
): Promise<Shown> {
  const next = new Map<number, number>();
  const newest = await Promise.all(
    partitions.map(async (partition) => {
      const entries = await readNewest(context, partition, limit, filter);
      next.set(partition, (entries[0]?.offset ?? -1) + 1);
      return entries;
    }),
  );
  await show(newest.flat(), limit);
  return { count: newest.flat().length, next };
}

async function showRanges(
  context: Context,
  { from, to, group }: JournalOptions,
  partitions: readonly number[],
  filter: JournalFilter,
  show: Show,
): Promise<Shown> {
  const next = new Map<number, number>();
  let count = 0;
  for (const partition of partitions) {
    const begin =
      group === undefined
        ? await offsetOf(context, partition, from ?? { at: 'beginning' })
        : await checkpointOf(context, group, partition);
    const end = await offsetOf(context, partition, to ?? { at: 'end' });
    next.set(partition, end);
    let page: JournalEntry[] = [];
    const flush = async () => {
      await show(page);
      await commit(context, group, page);
      count += page.length;
      page = [];
    };
    for await (const entry of readRange(context, partition, { from: begin, to: end }, filter)) {
      page.push(entry);
      if (page.length === PAGE) await flush();
    }
    await flush();
  }
  return { count, next };
}

async function offsetOf(context: Context, partition: number, place: Place): Promise<number> {
  if ('offset' in place) return place.offset;
  const range = await keptRange(context, partition);
  if ('time' in place) return seekToTime(context, partition, range, place.time);
  return place.at === 'beginning' ? range.first : range.next;
}

/** What retention has removed before the group read it is not there to be shown. */
async function checkpointOf(context: Context, group: string, partition: number): Promise<number> {
  const { first } = await keptRange(context, partition);
  return Math.max(first, (await readCheckpoint(context, group, partition)) ?? first);
}

async function commit(
  context: Context,
  group: string | undefined,
  entries: readonly JournalEntry[],
): Promise<void> {
  const last = entries.at(-1);
  if (group === undefined || last === undefined) return;
  await commitCheckpoint(context, group, last.partition, last.offset + 1);
}

function checkPlaces({ from, to, partition, follow }: JournalOptions): void {
  for (const [option, place] of Object.entries({ '--from': from, '--to': to })) {
    if (place === undefined) continue;
    if ('at' in place && place.at === 'checkpoint') {
      throw new CliError('usage', `${option} checkpoint is for replays`, {
        hint: 'Use --group <name> to read from the checkpoints of a group.',
      });
    }
    if ('offset' in place && partition === undefined) {
      throw new CliError('usage', `${option} ${place.offset} is an offset, which needs --partition`, {
        hint: 'Each partition has offsets of its own. A time is for all of them.',
      });
    }
  }
  if (follow && to !== undefined) throw new CliError('usage', '--follow and --to cannot be used together');
}

interface ShownEvent extends Omit<DecodedEvent, 'data'> {
  data?: unknown;
  /** Why the data is not shown. */
  notDecoded?: string;
}

function printer(context: Context, json: boolean): Show {
  const decode = eventDecoder(context);
  return async (entries, most = entries.length) => {
    const decoded = await Promise.all(
      entries.map(async (entry) => {
        const { partition, offset, appendedAt } = entry;
        return {
          place: { partition, offset, ...(appendedAt !== undefined && { appendedAt }) },
          event: await decode(entry.event).catch((error: unknown) => withoutData(entry, error)),
        };
      }),
    );
    decoded.sort((a, b) => a.event.time.localeCompare(b.event.time) || a.place.offset - b.place.offset);
    for (const { place, event } of decoded.slice(-most)) {
      console.log(json ? JSON.stringify({ ...place, ...event }) : renderEvent(place, event));
    }
  };
}

/** The journal keeps every event as it came, also those that no registered schema can read. */
function withoutData({ event }: JournalEntry, error: unknown): ShownEvent {
  if (!DriverError.is(error, 'event-not-decodable')) throw error;
  const { dataschema, ...envelope } = Envelope.parse(JSON.parse(event));
  return { ...envelope, dataschema, notDecoded: error.message };
}

const Envelope = z.object({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string().default(''),
  dataschema: z.string().optional(),
});

function renderEvent(
  { partition, offset }: { partition: number; offset: number },
  { type, subject, time, id, dataschema, data, notDecoded }: ShownEvent,
): string {
  const head = `${time}  ${styleText('bold', type)}  ${subject}`;
  const schema = dataschema === undefined ? '' : `, schema ${dataschema}`;
  return `${head}\n  partition ${partition}, offset ${offset}, id ${id}${schema}\n  ${notDecoded ?? JSON.stringify(data)}`;
}
