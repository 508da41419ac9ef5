import { Command, Option } from 'commander';
import type { ListedCause } from '../../driver/dead-letters/dead-letter.ts';
import { listDeadLetters } from '../../driver/dead-letters/list-dead-letters.ts';
import type { DeadLetterOwner } from '../../driver/dead-letters/queues.ts';
import { CONSUMERS, causeOption, toCauses } from '../dead-letters/options.ts';
import { renderDeadLetter, renderNotSeen, toJson } from '../dead-letters/render-dead-letters.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { withShop } from '../with-shop.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  consumer?: DeadLetterOwner;
  cause?: ListedCause[];
  json: boolean;
}

export const deadLettersCommand = () =>
  new Command('dead-letters')
    .summary('list events that could not be processed')
    .description(
      'Lists what is in the dead-letter queues of the consumers and of the relay, with its cause, the release that could ' +
        'not process it, and its data, decoded with the writer schema. Every message stays in its queue.',
    )
    .addOption(new Option('--consumer <name>', 'only those of one consumer').choices([...CONSUMERS, 'relay']))
    .addOption(causeOption('only those with one of these causes'))
    .option('--json', 'print the result as JSON', false)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: Options) =>
      withShop(options, async (shop) => {
        const { consumer, cause, json } = options;
        const owners = consumer === undefined ? {} : { owners: new Set([consumer]) };
        const { letters, notSeen } = await listDeadLetters(shop, { ...owners, ...toCauses(cause) });
        if (json) {
          console.log(JSON.stringify({ deadLetters: letters.map(toJson), notSeen }, undefined, 2));
          return;
        }
        for (const letter of letters) console.log(renderDeadLetter(letter));
        if (letters.length === 0) console.log('No dead letters.');
        if (notSeen > 0) console.log(renderNotSeen(notSeen));
      }),
    );
