import { Command, Option } from 'commander';
import { awaitRedriven, type RedrivenOutcome } from '../../driver/dead-letters/await-redriven.ts';
import type { ListedCause } from '../../driver/dead-letters/dead-letter.ts';
import { listDeadLetters } from '../../driver/dead-letters/list-dead-letters.ts';
import {
  isSelected,
  MENDABLE_CAUSES,
  type RedriveSelection,
  redrive,
} from '../../driver/dead-letters/redrive.ts';
import type { ConsumerName } from '../../driver/system.ts';
import { EXIT } from '../cli-error.ts';
import { CONSUMERS, causeOption, toCauses } from '../dead-letters/options.ts';
import { renderDeadLetter, renderNotSeen, toJson } from '../dead-letters/render-dead-letters.ts';
import type { Shop } from '../open-shop.ts';
import { table } from '../table.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { withShop } from '../with-shop.ts';
import { endpointOption, positive, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  consumer?: ConsumerName;
  cause?: ListedCause[];
  id?: string[];
  dryRun: boolean;
  wait: number;
  json: boolean;
}

export const redriveCommand = () =>
  new Command('redrive')
    .summary('send dead letters back to their consumer')
    .description(
      'Sends dead letters back to the queue of their consumer, unchanged and in the order of their group, and waits until ' +
        `they are processed. By default those that an upgrade or a repair can fix: ${[...MENDABLE_CAUSES].join(', ')}. The exit ` +
        'status is 1 if some are dead letters again, or were not processed in time.',
    )
    .addOption(new Option('--consumer <name>', 'only those of one consumer').choices(CONSUMERS))
    .addOption(causeOption('those with one of these causes'))
    .option('--id <id...>', 'those with these message or event ids, of any cause')
    .option('--dry-run', 'list what would be sent back', false)
    .option('--wait <seconds>', 'how long to wait for the consumers', positive, 60)
    .option('--json', 'print the result as JSON', false)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: Options) =>
      withShop(options, async (shop) => {
        const { consumer, cause, id } = options;
        const selection: RedriveSelection = {
          ...(consumer !== undefined && { owners: new Set([consumer]) }),
          ...toCauses(cause),
          ...(id !== undefined && { ids: new Set(id) }),
        };
        await (options.dryRun ? showSelected(shop, selection, options) : sendBack(shop, selection, options));
      }),
    );

type Connected = Shop & { signal: AbortSignal };

async function showSelected(shop: Connected, selection: RedriveSelection, { json }: Options): Promise<void> {
  const { owners } = selection;
  const { letters, notSeen } = await listDeadLetters(shop, owners === undefined ? {} : { owners });
  const selected = letters.filter((letter) => isSelected(letter, selection));
  if (json) {
    console.log(JSON.stringify({ selected: selected.map(toJson), notSeen }, undefined, 2));
    return;
  }
  for (const letter of selected) console.log(renderDeadLetter(letter));
  console.log(`Messages to send back: ${selected.length}.`);
  if (notSeen > 0) console.log(renderNotSeen(notSeen));
}

async function sendBack(
  shop: Connected,
  selection: RedriveSelection,
  { wait, json }: Options,
): Promise<void> {
  const { redriven, left, notSeen } = await redrive(shop, selection);
  const outcomes = await awaitRedriven(shop, redriven, { timeoutMs: wait * 1_000 });
  const count = (wanted: RedrivenOutcome['outcome']) =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  if (count('processed') < outcomes.length) process.exitCode = EXIT.findings;
  if (json) {
    console.log(JSON.stringify({ redriven: outcomes.map(outcomeJson), left, notSeen }, undefined, 2));
    return;
  }
  if (outcomes.length > 0) console.log(renderOutcomes(outcomes));
  console.log(`Messages sent back: ${outcomes.length}. Processed: ${count('processed')}.`);
  if (count('returned') > 0) console.log(`Dead letters again: ${count('returned')}.`);
  if (count('unconfirmed') > 0) console.log(`Not processed within ${wait} s: ${count('unconfirmed')}.`);
  if (left > 0) console.log(`Dead letters left as they are: ${left}.`);
  if (notSeen > 0) console.log(renderNotSeen(notSeen));
}

function renderOutcomes(outcomes: readonly RedrivenOutcome[]): string {
  const rows = outcomes.map(({ letter, consumer, outcome, returnedAs }) => [
    letter.event?.id ?? letter.messageId,
    consumer,
    letter.cause,
    returnedAs === undefined ? outcome : `${outcome}: ${returnedAs.cause}`,
  ]);
  return table([['event', 'consumer', 'cause', 'outcome'], ...rows]);
}

function outcomeJson({ letter, consumer, sentAs, outcome, returnedAs }: RedrivenOutcome) {
  const { messageId, group, cause, event } = letter;
  const returned = returnedAs && { messageId: returnedAs.messageId, cause: returnedAs.cause };
  return { messageId, consumer, group, cause, event, sentAs, outcome, returned };
}
