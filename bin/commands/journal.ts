import { Command, Option } from 'commander';
import { DriverError } from '../../driver/errors.ts';
import { CliError } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import type { JournalOptions } from '../journal/journal-options.ts';
import { parsePartition, parsePlace } from '../journal/parse-place.ts';
import { showEvents } from '../journal/show-events.ts';
import { showGroups } from '../journal/show-groups.ts';
import { openShop } from '../open-shop.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, positive, regionOption, targetOption } from './options.ts';

export const journalCommand = (name = 'journal') =>
  new Command(name)
    .summary('show events of the journal')
    .description(
      'Shows the newest events of the journal with partition and offset, or those of a range. Their Avro data is decoded ' +
        'with the writer schema, which the registry finds by its fingerprint.\n\n' +
        'An offset belongs to a partition, so --from and --to take one together with --partition. A time means the first ' +
        'event that was appended at that time or later. --to is exclusive.',
    )
    .option('-n, --limit <number>', 'number of events to show first, without a range', positive, 20)
    .option('--order <id>', 'only events of this order')
    .option('--type <type>', 'only events of this CloudEvents type, such as shop.order.placed')
    .option('--schema <schema>', 'only events written with this schema: order:v1, or its fingerprint')
    .option('--partition <number>', 'only this partition', parsePartition)
    .addOption(
      new Option('--from <place>', 'begin at an offset, a time (ISO 8601) or `beginning`').argParser(
        parsePlace,
      ),
    )
    .addOption(new Option('--to <place>', 'end before an offset or a time').argParser(parsePlace))
    .addOption(
      new Option(
        '--group <name>',
        'read as this consumer group: begin at its checkpoints, and store them after the events are shown',
      ).conflicts(['from', 'to', 'order', 'type', 'schema', 'limit']),
    )
    .addOption(
      new Option('--groups', 'show how far each consumer group is behind')
        .default(false)
        .conflicts(['follow', 'group']),
    )
    .option('-f, --follow', 'show new events until Ctrl-C', false)
    .option('--json', 'print each event as one line of JSON', false)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: JournalOptions) =>
      interruptible((signal) => run(options, signal), { expected: options.follow }),
    );

async function run(options: JournalOptions, signal: AbortSignal): Promise<void> {
  const target = resolveTarget(options, process.env);
  await withTarget(target, { signal }, async (signal) => {
    const shop = await openShop(target);
    try {
      await (options.groups ? showGroups(shop, options) : showEvents({ ...shop, signal }, options));
    } catch (error) {
      if (!DriverError.is(error, 'journal-refused')) throw error;
      throw new CliError('usage', error.message, { cause: error });
    } finally {
      shop.close();
    }
  }).catch((error: unknown) => {
    if (!(options.follow && signal.aborted)) throw error;
  });
}
