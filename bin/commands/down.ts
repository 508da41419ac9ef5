import { Command } from 'commander';
import { anyStack } from '../deploy/deployed.ts';
import { destroyShop } from '../deploy/destroy-shop.ts';
import { dataOfStacks, describeKept, keptOf } from '../deploy/kept-data.ts';
import { interruptible } from '../interrupt.ts';
import { howToShow } from '../progress.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

export const downCommand = () =>
  new Command('down')
    .summary('destroy the shop')
    .description(
      'Destroys the stacks of the shop with their tables and archives, unless these were deployed protected, as on ' +
        'the target aws by default; then they are kept and listed. ' +
        'The bootstrap stack of the CDK (CDKToolkit) stays, because other apps may use it. ' +
        'An embedded endpoint keeps running until you stop it with Ctrl-C.',
    )
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: TargetOptions) => interruptible((signal) => run(options, signal)));

async function run(options: TargetOptions, signal: AbortSignal): Promise<void> {
  const target = resolveTarget(options, process.env);
  await withTarget(target, { signal }, async (signal) => {
    if (await anyStack(target)) {
      const data = await dataOfStacks(target);
      await destroyShop(target, { show: howToShow(), signal });
      console.log(`Stacks destroyed (target: ${target.name}).`);
      const kept = describeKept(await keptOf(target, data));
      if (kept !== undefined) console.log(kept);
    } else {
      console.log(`Nothing is deployed to ${target.name}.`);
    }
  });
}
