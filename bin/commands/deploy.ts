import { Command, InvalidArgumentError, Option } from 'commander';
import type { Target } from '../../driver/targets/target.ts';
import { lineage, RELEASES, type Release } from '../../lib/releases.ts';
import { CliError } from '../cli-error.ts';
import { deployReleases, describePublished } from '../deploy/deploy-releases.ts';
import { deployedReleases, deploysFaults } from '../deploy/deployed.ts';
import { nextSteps } from '../deploy/next-steps.ts';
import { interruptible } from '../interrupt.ts';
import { openShop } from '../open-shop.ts';
import { howToShow } from '../progress.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  release: Release;
  protectData?: boolean;
  faults?: boolean;
  tracing: string;
}

export const deployCommand = () =>
  new Command('deploy')
    .summary('deploy the shop')
    .description(
      'Deploys the shop with the CDK CLI, and bootstraps the account first if necessary. ' +
        'A release is deployed next to the releases it follows; missing ones are deployed first. ' +
        'Traffic does not change until `rollout` shifts it.',
    )
    .addOption(targetOption())
    .addOption(new Option('-r, --release <release>', 'release to deploy').choices(RELEASES).default('v1'))
    .option(
      '--protect-data',
      'keep tables and archives when their stacks are deleted (default: on the target aws)',
    )
    .option('--no-protect-data', 'delete tables and archives with their stacks (default: elsewhere)')
    .option(
      '--faults',
      'let scenarios make services fail, see docs/faults.md; only with the first deployment',
    )
    .option(
      '--tracing <setting>',
      'record traces: on, off, or the share of new traces, such as 0.05; for the releases deployed now',
      toTracing,
      'on',
    )
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: Options) => interruptible((signal) => run(options, signal)));

function toTracing(text: string): string {
  if (/^(on|off|0(\.\d+)?|1)$/.test(text)) return text;
  throw new InvalidArgumentError('It must be on, off, or a share from 0 to 1 such as 0.05.');
}

async function run(options: Options, signal: AbortSignal): Promise<void> {
  const target = resolveTarget(options, process.env);
  await withTarget(target, { signal }, (signal) => deploy(target, options, signal));
}

async function deploy(target: Target, options: Options, signal: AbortSignal): Promise<void> {
  const deployed = await deployedReleases(target);
  const releases = lineage(options.release).filter(
    (release) => release === options.release || !deployed.has(release),
  );
  const { protectData = target.protectsData } = options;
  const faults = await chooseFaults(target, deployed, options);
  const published = await deployReleases(target, releases, {
    protectData,
    faults,
    tracing: options.tracing,
    show: howToShow(),
    signal,
  });
  const note = describePublished(published);
  if (note !== undefined) console.log(note);
  console.log(`Release ${options.release} is deployed to ${target.name}.\n`);
  const { system, close } = await openShop(target);
  close();
  console.log(nextSteps(target, system));
}

/**
 * A published Lambda version keeps the environment that it was published with, so that the switch cannot be set later. A
 * deployment that has it keeps it.
 */
async function chooseFaults(
  target: Target,
  deployed: ReadonlySet<string>,
  { faults = false }: Options,
): Promise<boolean> {
  if (deployed.size === 0) return faults;
  const hasFaults = await deploysFaults(target);
  if (hasFaults || !faults) return hasFaults;
  throw new CliError('usage', 'The shop is deployed without fault injection, which cannot be added', {
    hint: 'Delete the shop and deploy it again: npm run dataflow -- down',
  });
}
