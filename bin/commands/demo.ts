import { Command, InvalidArgumentError, Option } from 'commander';
import type { Target } from '../../driver/targets/target.ts';
import { RELEASES, type Release } from '../../lib/releases.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { compareModes } from '../../scenarios/comparison/compare.ts';
import { hasMeasured } from '../../scenarios/comparison/comparison.ts';
import type { Scenario } from '../../scenarios/kit/scenario.ts';
import { EXIT } from '../cli-error.ts';
import { renderTable } from '../comparison/render-table.ts';
import { type InputOptions, readInput } from '../demo/read-input.ts';
import { renderSummary } from '../demo/render-report.ts';
import type { DemoReport } from '../demo/report.ts';
import { runScenarios } from '../demo/run-scenarios.ts';
import { checkWritable, STDOUT, writeReport } from '../demo/write-report.ts';
import { type DeployOptions, deployReleases, describePublished } from '../deploy/deploy-releases.ts';
import { deployedReleases, deploysFaults } from '../deploy/deployed.ts';
import { destroyShop } from '../deploy/destroy-shop.ts';
import { interruptible } from '../interrupt.ts';
import { howToShow, type Show } from '../progress.ts';
import { type OpenTargetOptions, openTarget } from '../targets/open-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { untilAborted } from '../until-aborted.ts';
import { variables } from './local.ts';
import { endpointOption, positive, regionOption, targetOption } from './options.ts';

const IDS = SCENARIOS.map(({ id }) => id);

interface Options extends RunDemoOptions {
  json?: string;
}

export const demoCommand = () =>
  new Command('demo')
    .summary('deploy everything and run every scenario')
    .description(
      'Deploys the releases of the shop that the scenarios need, runs the scenarios and compares what they observe with ' +
        'what is expected. The exit status is 0 if every finding is as expected, and 1 if one differs.\n\n' +
        'If no endpoint is set (--endpoint or AWS_ENDPOINT_URL), it starts an embedded endpoint and stops it at the end. ' +
        'On another target it deploys what is missing and destroys what it deployed.',
    )
    .addOption(targetOption())
    .option(
      '--orders <path>',
      'orders to send: a CSV file in the Online Retail format, or a folder of such files',
    )
    .option('--count <number>', 'number of orders to generate when none are given', positive, 100)
    .option(
      '--seed <number>',
      'seed of the generated orders; the same seed generates the same orders',
      toWholeNumber,
      1,
    )
    .option('--json <file>', 'write the findings as JSON to this file; - writes only them to stdout')
    .addOption(
      new Option(
        '-s, --scenario <id>',
        `run only this scenario; can be repeated (${IDS.join(', ')})`,
      ).argParser(toScenarios),
    )
    .option('--full', 'use larger samples, which takes longer')
    .option(
      '--realistic',
      'start an endpoint that shows the transitional states of AWS: new resources become ready later',
    )
    .option('--verbose', 'print all findings, and stack traces of errors')
    .option(
      '-k, --keep',
      'keep the shop running: until Ctrl-C on its own endpoint, until `down` on another target',
    )
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const ok = await interruptible((signal) => demo(options, signal));
      if (!ok) process.exitCode = EXIT.findings;
    });

async function demo(options: Options, interrupted: AbortSignal): Promise<boolean> {
  const show = howToShow({ quiet: options.json === STDOUT });
  const say = (text: string) => (show === 'nothing' ? undefined : console.log(text));
  await checkWritable(options.json);
  return runDemo(options, { interrupted, show, say }, async (report, { target, own, signal }) => {
    await writeReport(report, options.json);
    if (hasMeasured(report.comparison)) say(`\n${renderTable(report.comparison, { measuredOnly: true })}`);
    say(`\n${renderSummary(report)}`);
    if (own && options.keep) await keep(target, say, signal);
  });
}

export interface RunDemoOptions extends OpenTargetOptions, InputOptions {
  /** Ids of the scenarios to run; all when not given. */
  scenario?: string[];
  full?: boolean;
  verbose?: boolean;
  keep?: boolean;
}

interface Running {
  interrupted: AbortSignal;
  show: Show;
  say: (text: string) => void;
}

/** The target while the shop is still deployed to it. */
interface Ran {
  target: Target;
  /** Whether the endpoint was started for this run. */
  own: boolean;
  signal: AbortSignal;
}

/**
 * Deploys what is missing, runs the scenarios, and takes down what it has deployed after `finish`.
 *
 * @returns whether no scenario differs
 */
export async function runDemo(
  options: RunDemoOptions,
  { interrupted, show, say }: Running,
  finish: (report: DemoReport, ran: Ran) => Promise<void>,
): Promise<boolean> {
  const started = performance.now();
  const input = await readInput(options, (line) => console.error(line));
  const { target, own, ended, close } = await openTarget(options);
  try {
    return await withTarget(target, { signal: interrupted, ...(ended && { ended }) }, async (signal) => {
      const before = await deployedReleases(target);
      try {
        // What the demo takes down again need not be protected; what was deployed before stays as it is.
        const protectData = target.protectsData && (before.size > 0 || options.keep === true);
        // On an endpoint of its own it can show what happens when services fail. Elsewhere `deploy --faults` decides.
        const faults = before.size === 0 ? own : await deploysFaults(target);
        const chosen = SCENARIOS.filter(({ id }) => options.scenario?.includes(id) ?? true);
        const missing = releasesFor(chosen).filter((release) => !before.has(release));
        await deployMissing(target, missing, { protectData, faults, show, signal, say });
        const size = options.full ? 'full' : 'quick';
        const scenarios = await runScenarios(target, chosen, {
          input,
          size,
          show,
          signal,
          verbose: options.verbose ?? false,
          say,
        });
        const seconds = Math.round((performance.now() - started) / 100) / 10;
        const report: DemoReport = {
          schemaVersion: 1,
          target: target.name,
          seed: options.orders === undefined ? options.seed : null,
          size,
          seconds,
          scenarios,
          comparison: compareModes(scenarios),
        };
        await finish(report, { target, own, signal });
        return scenarios.every(({ outcome }) => outcome !== 'differs');
      } finally {
        const endpointEnded = signal.aborted && !interrupted.aborted;
        const ours = !own && before.size === 0 && !endpointEnded;
        // Also after Ctrl-C: what the demo has put there must not stay behind.
        if (ours && !options.keep) await destroyShop(target, { show, signal: new AbortController().signal });
      }
    });
  } finally {
    await close();
  }
}

function releasesFor(scenarios: readonly Scenario[]): Release[] {
  return RELEASES.filter((release) =>
    scenarios.some(({ releases = RELEASES }) => releases.includes(release)),
  );
}

async function deployMissing(
  target: Target,
  missing: readonly Release[],
  { say, ...options }: DeployOptions & { say: (text: string) => void },
): Promise<void> {
  if (missing.length === 0) return;
  const note = describePublished(await deployReleases(target, missing, options));
  if (note !== undefined) say(note);
}

async function keep(target: Target, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  const { endpoint = '', region } = target.aws;
  say(
    `\nThe shop is still running. To reach it:\n\n${variables(endpoint, region)}\n\nPress Ctrl-C to stop it.`,
  );
  await untilAborted(signal);
}

function toScenarios(id: string, before: string[] = []): string[] {
  if (IDS.includes(id)) return [...before, id];
  throw new InvalidArgumentError(`Allowed values: ${IDS.join(', ')}.`);
}

function toWholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
