import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { Command } from 'commander';
import { functionLogGroup } from '../../driver/logs/function-log-group.ts';
import { CliError } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { parseDuration } from '../logs/parse-duration.ts';
import { tailLog } from '../logs/tail-log.ts';
import { openShop } from '../open-shop.ts';
import { shopFunctions } from '../shop-functions.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  since: number;
  follow: boolean;
}

const TEN_MINUTES = 600_000;

export const logsCommand = () =>
  new Command('logs')
    .summary('show the logs of a function')
    .description(
      'Shows the newest log events of all versions of a function. `dataflow status` lists the functions.',
    )
    .argument('<function>', 'function name, such as orders, relay or records-v1 (storage lab)')
    .option(
      '--since <duration>',
      'how far to look back, such as 30s, 10m or 2h (default: 10m)',
      parseDuration,
    )
    .option('-f, --follow', 'show new events until Ctrl-C', false)
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((name: string, options: Options) =>
      interruptible((signal) => run(name, options, signal), { expected: options.follow }),
    );

async function run(name: string, options: Options, signal: AbortSignal): Promise<void> {
  const target = resolveTarget(options, process.env);
  await withTarget(target, { signal }, async (signal) => {
    const shop = await openShop(target);
    const logs = new CloudWatchLogsClient(target.aws);
    try {
      const functions = shopFunctions(shop.system);
      const functionName = functions.get(name);
      if (functionName === undefined) {
        throw new CliError('usage', `There is no function ${JSON.stringify(name)}`, {
          hint: `Allowed values: ${[...functions.keys()].join(', ')}.`,
        });
      }
      const { since = TEN_MINUTES, follow } = options;
      const group = await functionLogGroup(shop.aws.lambda, functionName, signal);
      const count = await tailLog(logs, {
        group,
        since: Date.now() - since,
        follow,
        signal,
        onEvent: ({ timestamp = 0, message = '' }) =>
          console.log(`${new Date(timestamp).toISOString()}  ${message.trimEnd()}`),
      });
      if (count === 0) console.error(`${group} has no events in this time.`);
    } finally {
      logs.destroy();
      shop.close();
    }
  }).catch((error: unknown) => {
    if (!(options.follow && signal.aborted)) throw error;
  });
}
