import { Command } from 'commander';
import { DriverError } from '../../driver/errors.ts';
import { reconcileOrders } from '../../driver/orders/reconcile.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { openShop } from '../open-shop.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

export const ordersCommand = () =>
  new Command('orders').summary('reconcile orders and payments').addCommand(reconcileCommand());

const reconcileCommand = () =>
  new Command('reconcile')
    .summary('finish pending orders of interrupted requests')
    .description(
      'An order is stored as pending before its customer is charged. This command finishes interrupted orders: paid orders ' +
        'are placed, and unpaid orders are deleted once they are a minute old. It charges ' +
        'no customer and can be repeated. The exit status is 1 if an order could not be reconciled.',
    )
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: TargetOptions) => interruptible((signal) => run(options, signal)));

async function run(options: TargetOptions, signal: AbortSignal): Promise<void> {
  const target = resolveTarget(options, process.env);
  await withTarget(target, { signal }, async () => {
    const shop = await openShop(target);
    try {
      // A large backlog takes several invocations; one that settles nothing ends it.
      for (let settled = true, complete = false; settled && !complete; ) {
        const result = await reconcileOrders(shop);
        settled = result.placed.length + result.forgotten.length > 0;
        complete = result.complete;
        show(result.placed, 'placed (paid)');
        show(result.forgotten, 'deleted (unpaid, or placed already)');
        show(result.waiting, 'left pending (less than a minute old)');
        for (const { orderId, code } of result.failed) console.error(`${orderId} failed: ${code}`);
        if (result.failed.length > 0) process.exitCode = EXIT.findings;
      }
    } catch (error) {
      if (!DriverError.is(error, 'reconciliation-failed')) throw error;
      throw new CliError('environment', error.message, { cause: error });
    } finally {
      shop.close();
    }
  });
}

function show(orderIds: readonly string[], what: string): void {
  console.log(`Orders ${what}: ${orderIds.length}${orderIds.length > 0 ? ` (${orderIds.join(', ')})` : ''}`);
}
