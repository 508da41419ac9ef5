import { Command, Option } from 'commander';
import { DriverError } from '../../driver/errors.ts';
import {
  type Position,
  type ReplayClient,
  type ReplayStatus,
  replayClient,
} from '../../driver/replay/replay-client.ts';
import { progressOf, runReplay } from '../../driver/replay/run-replay.ts';
import { uninterrupted } from '../../driver/uninterrupted.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { type Place, parsePartition, parsePlace } from '../journal/parse-place.ts';
import { howToShow, runSteps } from '../progress.ts';
import { renderReplay } from '../replay/render-replay.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { withShop } from '../with-shop.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  group: string;
  json: boolean;
}

interface StartOptions extends Options {
  from: Place;
  to: Place;
  partition?: number;
}

/** What an action does; it may be given up by Ctrl-C. */
type Action = (client: ReplayClient, signal: AbortSignal) => Promise<ReplayStatus>;

export const replayCommand = () =>
  new Command('replay')
    .summary('send events of the journal to one consumer group again')
    .description(
      'Sends a range of the journal to the queue of one consumer group, and to no other consumer. Replayed events have ' +
        'the attribute `replayid`. An interrupted replay resumes where it stopped: after a crash some events are sent ' +
        'again, and none is skipped.',
    )
    .addCommand(startCommand())
    .addCommand(
      simpleCommand('resume', 'resume a paused or interrupted replay', (options) => async (client) => {
        await client.resume(options.group);
        return untilDone(client, options);
      }),
    )
    .addCommand(
      simpleCommand(
        'pause',
        'stop after the current step',
        ({ group }) =>
          (client) =>
            client.pause(group),
      ),
    )
    .addCommand(
      simpleCommand(
        'cancel',
        'cancel a replay, and keep what it has sent',
        ({ group }) =>
          (client) =>
            client.cancel(group),
      ),
    )
    .addCommand(
      simpleCommand(
        'status',
        'show the latest replay',
        ({ group }) =>
          (client) =>
            client.status(group),
      ),
    );

const startCommand = () =>
  withOptions(
    new Command('start')
      .summary('start a replay, and run it to its end')
      .description(
        'Sets the checkpoints of the group to the beginning of the range and sends its events. The end is fixed when the ' +
          'replay starts; it is exclusive. Ctrl-C pauses the replay.',
      )
      .addOption(
        new Option('--from <place>', 'an offset (with --partition), a time, `beginning` or `checkpoint`')
          .argParser(parsePlace)
          .default({ at: 'beginning' }, 'beginning'),
      )
      .addOption(
        new Option('--to <place>', 'an offset (with --partition), a time or `end`')
          .argParser(parsePlace)
          .default({ at: 'end' }, 'end'),
      )
      .option('--partition <number>', 'only this partition', parsePartition),
  ).action((options: StartOptions) => {
    const { group, partition } = options;
    const range = {
      from: positionOf('--from', options.from, partition),
      to: positionOf('--to', options.to, partition),
      ...(partition !== undefined && { partitions: [partition] }),
    };
    return perform(options, async (client) => {
      await client.start(group, range);
      return untilDone(client, options);
    });
  });

function simpleCommand(name: string, summary: string, action: (options: Options) => Action): Command {
  return withOptions(
    new Command(name).summary(summary).description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
  ).action((options: Options) => perform(options, action(options)));
}

function withOptions(command: Command): Command {
  return command
    .requiredOption('--group <name>', 'consumer group that takes the events, such as analytics-rebuild')
    .option('--json', 'print the result as JSON', false)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption());
}

async function untilDone(client: ReplayClient, { group, json }: Options): Promise<ReplayStatus> {
  let last: ReplayStatus | undefined;
  const run = async (say: (words: string) => void) => {
    last = await runReplay(client, group, (status) => {
      const { sent, of } = progressOf(status);
      say(`${sent} of ${of} events sent`);
    });
  };
  await runSteps([{ title: `Replay to ${group}`, run }], howToShow({ quiet: json }));
  return last ?? client.status(group);
}

async function perform(options: Options, action: Action): Promise<void> {
  await withShop(options, async (shop) => {
    const { signal } = shop;
    try {
      const status = await action(replayClient(shop), signal).catch((error: unknown) => {
        if (signal.aborted) return pauseInterrupted(replayClient(uninterrupted(shop)), options, signal);
        throw error;
      });
      console.log(options.json ? JSON.stringify(status, undefined, 2) : renderReplay(status));
    } catch (error) {
      if (!DriverError.is(error, 'replay-refused')) throw error;
      refuse(error);
    }
  });
}

/** Ctrl-C must not leave a replay that seems to run although no program drives it. */
async function pauseInterrupted(
  client: ReplayClient,
  { group }: Options,
  signal: AbortSignal,
): Promise<never> {
  const status = await client.status(group).catch(() => undefined);
  if (status?.state === 'running') {
    await client.pause(group);
    console.error(`The replay is paused. To go on: npm run dataflow -- replay resume --group ${group}`);
  }
  signal.throwIfAborted();
  throw new Error('not aborted');
}

/** What the user asked for that cannot be; the rest depends on the state of the group's replay. */
const USAGE: ReadonlySet<string> = new Set([
  ...['bad-request', 'unknown-group', 'unknown-partition', 'offset-expired'],
  ...['offset-ahead', 'time-ahead', 'range-reversed'],
]);

function refuse(error: DriverError): void {
  if (USAGE.has(error.subject)) throw new CliError('usage', error.message, { cause: error });
  console.error(`Error: ${error.message}`);
  process.exitCode = EXIT.findings;
}

function positionOf(option: string, place: Place, partition: number | undefined): Position {
  if ('at' in place) return place;
  if ('time' in place) return { time: place.time.toISOString() };
  if (partition !== undefined) return { offsets: { [String(partition)]: place.offset } };
  throw new CliError('usage', `${option} ${place.offset} is an offset, which needs --partition`, {
    hint: 'Each partition has offsets of its own. A time is for all of them.',
  });
}
