import { Command } from 'commander';
import { interruptible } from '../interrupt.ts';
import { openShop } from '../open-shop.ts';
import { readStatus, type ShopStatus } from '../status/read-status.ts';
import { renderStatus } from '../status/render-status.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  json?: boolean;
}

export const statusCommand = () =>
  new Command('status')
    .summary('show URLs, functions, tables and queues')
    .description(
      'Shows the URLs of the shop, which releases are deployed and live, how many items are in each table and how ' +
        'many messages are in each queue. On AWS these numbers are approximate; that of a table can be six hours old.',
    )
    .option('--json', 'print the result as JSON')
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const target = resolveTarget(options, process.env);
      const status = await interruptible((signal) =>
        withTarget(target, { signal }, async (): Promise<ShopStatus> => {
          const shop = await openShop(target);
          try {
            return await readStatus(shop);
          } finally {
            shop.close();
          }
        }),
      );
      console.log(options.json ? JSON.stringify(status, undefined, 2) : renderStatus(status));
    });
