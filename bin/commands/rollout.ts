import { Argument, Command, Option } from 'commander';
import { RELEASES } from '../../lib/releases.ts';
import { ReleaseMissingError, type Releases, readReleases, versionOf } from '../../scenarios/releases.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { openShop, type Shop } from '../open-shop.ts';
import { howToShow, runSteps, type Step } from '../progress.ts';
import { parseSteps } from '../rollout/parse-steps.ts';
import { renderSteps } from '../rollout/render-steps.ts';
import { type Release, rollout, type StepResult } from '../rollout/rollout.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import type { Target } from '../targets/target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  to: string;
  steps: number[];
}

/** Services with more than one release, and with canaries that can judge them. */
const SERVICES = ['profiles'] as const;
type Service = (typeof SERVICES)[number];

export const rolloutCommand = () =>
  new Command('rollout')
    .summary('shift traffic to another release, step by step')
    .description(
      'Shifts the traffic of a service to another deployed release, step by step. At each step canaries create, update ' +
        'and read through the alias, and look whether anything is lost. When too many requests fail, or anything at all ' +
        'is lost, traffic goes back to where it was, and the status is 1.',
    )
    .addArgument(new Argument('<service>', 'whose traffic').choices(SERVICES))
    .addOption(
      new Option('--to <release>', 'the release that shall answer').choices(RELEASES).makeOptionMandatory(),
    )
    .addOption(
      new Option('--steps <percents>', 'shares of traffic')
        .argParser(parseSteps)
        .default([10, 50, 100], '10,50,100'),
    )
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (service: Service, options: Options) => {
      const ok = await interruptible((signal) => run(service, options, signal));
      if (!ok) process.exitCode = EXIT.findings;
    });

async function run(service: Service, options: Options, signal: AbortSignal): Promise<boolean> {
  const target = resolveTarget(options, process.env);
  return withTarget(target, { signal }, (signal) => shiftTraffic(target, service, options, signal));
}

async function shiftTraffic(
  target: Target,
  service: Service,
  options: Options,
  signal: AbortSignal,
): Promise<boolean> {
  const shop = await openShop(target);
  try {
    const { from, to, split } = await ends(shop, service, options.to);
    if (from.version === to.version) {
      if (split)
        await shop.traffic.shift(shop.system.services[service].functionName, { version: to.version });
      console.log(`${service} is on ${to.name}${split ? ' alone again' : ' already'}.`);
      return true;
    }
    const results = await shift(shop, { service, from, to, steps: options.steps, signal }).catch((error) => {
      console.error(`${service} is back on ${from.name}.`);
      throw error;
    });
    const ok = results.at(-1)?.objection === undefined;
    console.log(`\n${renderSteps(results, to)}\n`);
    console.log(ok ? `${service} is on ${to.name}.` : `${service} is back on ${from.name}.`);
    return ok;
  } finally {
    shop.close();
  }
}

/** Where traffic is, and where it shall go. */
async function ends(
  shop: Shop,
  service: Service,
  name: string,
): Promise<{ from: Release; to: Release; split: boolean }> {
  const { functionName } = shop.system.services[service];
  const releases = await readReleases(shop.aws.lambda, functionName);
  const current = await shop.traffic.read(functionName);
  const from = { name: nameOf(releases, current.version), version: current.version };
  const to = { name, version: deployedVersion(releases, name) };
  // A split that somebody left half-way is no place to begin from; going on to the same release is.
  if (current.canary !== undefined && current.canary.version !== to.version && from.version !== to.version) {
    throw new CliError('environment', 'Traffic is split already, between two other versions', {
      hint: `End that first: npm run dataflow -- rollout ${service} --to ${from.name}`,
    });
  }
  return { from, to, split: current.canary !== undefined };
}

function deployedVersion(releases: Releases, name: string): string {
  try {
    return versionOf(releases, name);
  } catch (cause) {
    if (!(cause instanceof ReleaseMissingError)) throw cause;
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
    signal,
  }: { service: Service; from: Release; to: Release; steps: number[]; signal: AbortSignal },
): Promise<StepResult[]> {
  let results: StepResult[] = [];
  const step: Step = {
    title: `Shift ${service} from ${from.name} to ${to.name}`,
    run: async (say) => {
      let at = 0;
      results = await rollout({
        shop,
        functionName: shop.system.services[service].functionName,
        from,
        to,
        steps,
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
