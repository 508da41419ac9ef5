import { Argument, Command, Option } from 'commander';
import { DriverError } from '../../driver/errors.ts';
import { type Releases, readReleases, versionOf } from '../../driver/releases.ts';
import { functionOf, ROLLOUT_SERVICES, type RolloutService } from '../../driver/rollout/probes.ts';
import { type Release, rollout, type StepResult } from '../../driver/rollout/rollout.ts';
import type { Target } from '../../driver/targets/target.ts';
import { releasesOf } from '../../lib/releases.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { openShop, type Shop } from '../open-shop.ts';
import { howToShow, runSteps, type Step } from '../progress.ts';
import { parseShare, parseSteps } from '../rollout/parse-steps.ts';
import { renderLosses, renderSteps } from '../rollout/render-steps.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  to: string;
  steps: number[];
  hold?: number;
  canary: boolean;
}

export const rolloutCommand = () =>
  new Command('rollout')
    .summary('shift traffic to another release, step by step')
    .description(
      'Shifts the traffic of a service to another deployed release, step by step. At each step canaries write and read ' +
        'through the alias, and compare what is stored with what they wrote; consumers and the relay get events of orders ' +
        'with a total of 0. If too many requests fail or data is lost, traffic is shifted back and the exit status is 1.',
    )
    .addArgument(new Argument('<service>', 'service whose traffic to shift').choices(ROLLOUT_SERVICES))
    .requiredOption(
      '--to <release>',
      'the release to shift to; `dataflow status` lists those that are deployed',
    )
    .addOption(
      new Option('--steps <percents>', 'percentages of traffic')
        .argParser(parseSteps)
        .default([10, 50, 100], '10,50,100'),
    )
    .option('--hold <percent>', 'stop at this share and leave both releases live', parseShare)
    .option('--no-canary', 'shift traffic without sending and checking canary requests')
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (service: RolloutService, options: Options) => {
      const releases: readonly string[] = releasesOf(service);
      if (!releases.includes(options.to)) {
        throw new CliError('usage', `${service} has no release ${JSON.stringify(options.to)}`, {
          hint: `Allowed values: ${releases.join(', ')}.`,
        });
      }
      const ok = await interruptible((signal) => run(service, options, signal));
      if (!ok) process.exitCode = EXIT.findings;
    });

async function run(service: RolloutService, options: Options, signal: AbortSignal): Promise<boolean> {
  const target = resolveTarget(options, process.env);
  return withTarget(target, { signal }, (signal) => shiftTraffic(target, service, options, signal));
}

async function shiftTraffic(
  target: Target,
  service: RolloutService,
  options: Options,
  signal: AbortSignal,
): Promise<boolean> {
  const shop = await openShop(target);
  try {
    const functionName = functionOf(shop.system, service);
    const { from, to, share } = await ends(shop, service, options.to);
    if (from.version === to.version) {
      if (share > 0) await shop.traffic.shift(functionName, { version: to.version });
      console.log(`${service} is on ${to.name}${share > 0 ? ' only' : ' already'}.`);
      return true;
    }
    const steps = remainingSteps(options.steps, share, options.hold);
    const { canary } = options;
    const results = await shift(shop, { service, from, to, steps, canary, signal }).catch(async (error) => {
      const now = await shop.traffic.read(functionName).catch(() => undefined);
      if (now?.version === from.version && now.canary === undefined) {
        console.error(`${service} is back on ${from.name}.`);
      }
      throw error;
    });
    const ok = results.at(-1)?.objection === undefined;
    console.log(`\n${renderSteps(results, to)}\n`);
    if (!ok) console.log(`${renderLosses(results)}${service} is back on ${from.name}.`);
    else if (options.hold === undefined) console.log(`${service} is on ${to.name}.`);
    else console.log(held(service, from, to, options.hold));
    return ok;
  } finally {
    shop.close();
  }
}

/** The steps above the share that the release has already, up to the one to stop at. */
function remainingSteps(steps: readonly number[], share: number, hold: number | undefined): number[] {
  const above = steps.filter((step) => step > share);
  return hold === undefined ? above : [...above.filter((step) => step < hold), hold];
}

function held(service: RolloutService, from: Release, to: Release, percent: number): string {
  const command = `npm run dataflow -- rollout ${service} --to`;
  return [
    `${service} sends ${percent} % of its requests to ${to.name} and ${100 - percent} % to ${from.name}.`,
    `Continue: ${command} ${to.name}`,
    `Go back:  ${command} ${from.name}`,
  ].join('\n');
}

/** Where traffic is, where it is to go, and the percentage of it that a second release has now. */
async function ends(
  shop: Shop,
  service: RolloutService,
  name: string,
): Promise<{ from: Release; to: Release; share: number }> {
  const functionName = functionOf(shop.system, service);
  const releases = await readReleases(shop.aws.lambda, functionName);
  const current = await shop.traffic.read(functionName);
  const from = { name: nameOf(releases, current.version), version: current.version };
  const to = { name, version: deployedVersion(releases, name) };
  // A split between two other versions is no state to begin from; continuing to the same release is.
  if (current.canary !== undefined && current.canary.version !== to.version && from.version !== to.version) {
    throw new CliError('environment', 'Traffic is already split between two other versions', {
      hint: `End that first: npm run dataflow -- rollout ${service} --to ${from.name}`,
    });
  }
  return { from, to, share: Math.round((current.canary?.weight ?? 0) * 100) };
}

function deployedVersion(releases: Releases, name: string): string {
  try {
    return versionOf(releases, name);
  } catch (cause) {
    if (!DriverError.is(cause, 'release-missing')) throw cause;
    throw new CliError('environment', cause.message, {
      hint: `Deploy it first: npm run dataflow -- deploy --release ${name}`,
      cause,
    });
  }
}

function nameOf(releases: Releases, version: string): string {
  for (const [name, number] of releases) if (number === version) return name;
  return `version ${version}`;
}

/** Each percentage is a step on the screen, and the rollout walks through them. */
async function shift(
  shop: Shop,
  {
    service,
    from,
    to,
    steps,
    canary,
    signal,
  }: {
    service: RolloutService;
    from: Release;
    to: Release;
    steps: number[];
    canary: boolean;
    signal: AbortSignal;
  },
): Promise<StepResult[]> {
  let results: StepResult[] = [];
  const step: Step = {
    title: `Shift ${service} from ${from.name} to ${to.name}`,
    run: async (say) => {
      let at = 0;
      results = await rollout({
        shop,
        service,
        from,
        to,
        steps,
        canary,
        signal,
        onStep: (percent) => {
          at = percent;
        },
        onProgress: (words) => say(`${at} %: ${words}`),
      });
    },
  };
  await runSteps([step], howToShow());
  return results;
}
