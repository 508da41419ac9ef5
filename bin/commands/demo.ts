import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { RELEASES } from '../../lib/releases.ts';
import { spawnEndpoint } from '../../local/spawn.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { runScenario, type ScenarioResult } from '../../scenarios/run-scenario.ts';
import type { OrdersInput, Size } from '../../scenarios/scenario.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { type InputOptions, readInput } from '../demo/read-input.ts';
import { type DemoReport, renderScenario } from '../demo/report.ts';
import { deployReleases } from '../deploy/deploy-releases.ts';
import { deployedReleases } from '../deploy/deployed.ts';
import { destroyShop } from '../deploy/destroy-shop.ts';
import { interruptible } from '../interrupt.ts';
import { openShop } from '../open-shop.ts';
import { howToShow, runSteps, type Show } from '../progress.ts';
import { endpointTarget } from '../targets/endpoint.ts';
import { accountOf } from '../targets/reachable.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import type { Target } from '../targets/target.ts';
import { untilAborted } from '../until-aborted.ts';
import { variables } from './local.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

const IDS = SCENARIOS.map(({ id }) => id);

interface Options extends TargetOptions, InputOptions {
  json?: string;
  scenario?: string[];
  full?: boolean;
  keep?: boolean;
}

export const demoCommand = () =>
  new Command('demo')
    .summary('deploy everything and run every scenario')
    .description(
      'Deploys all releases of the shop, runs the scenarios against it, and sets what they observed beside what was ' +
        'expected. The status is 0 only if every finding is as expected, and 1 if one differs.\n\n' +
        'On the target embedded it starts an AWS endpoint of its own and ends it. Elsewhere it deploys what is missing, ' +
        'and takes down what was not there before.',
    )
    .addOption(targetOption())
    .option(
      '--orders <path>',
      'orders to send: a CSV file of the Online Retail format, or a folder of such files',
    )
    .option('--count <number>', 'how many orders to make up when none are given', toCount, 200)
    .option(
      '--seed <number>',
      'what the made-up orders depend on: the same seed, the same orders',
      toCount,
      1,
    )
    .option('--json <file>', 'write the findings to this file; - for stdout, and nothing else there')
    .addOption(
      new Option(
        '-s, --scenario <id>',
        `run only this one; may be given several times (${IDS.join(', ')})`,
      ).argParser(toScenarios),
    )
    .option('--full', 'gather more evidence, which takes longer')
    .option('-k, --keep', 'leave the shop running: embedded, until Ctrl-C; elsewhere, until `down`')
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const ok = await interruptible((signal) => demo(options, signal));
      if (!ok) process.exitCode = EXIT.findings;
    });

async function demo(options: Options, signal: AbortSignal): Promise<boolean> {
  const show = howToShow({ quiet: options.json === '-' });
  const say = (text: string) => (show === 'nothing' ? undefined : console.log(text));
  const started = performance.now();
  const input = await readInput(options, (line) => console.error(line));
  const { target, close } = await openTarget(options, say);

  try {
    const before = await deployedReleases(target);
    const missing = RELEASES.filter((release) => !before.has(release));
    if (missing.length > 0) await deployReleases(target, missing, { show, signal });
    try {
      const scenarios = await runScenarios(target, input, options, { show, signal, say });
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      await writeReport({ target: target.name, seconds, scenarios }, options.json, say);
      if (options.keep) await keep(target, say, signal);
      return scenarios.every(({ ok }) => ok);
    } finally {
      // What embedded deployed ends with its endpoint.
      if (target.name !== 'embedded' && before.size === 0 && !options.keep) {
        await destroyShop(target, { show, signal: new AbortController().signal });
      }
    }
  } finally {
    await close();
  }
}

/** The target of a demo. The embedded one is the demo's own: it starts here and ends with `close`. */
async function openTarget(
  options: Options,
  say: (text: string) => void,
): Promise<{ target: Target; close: () => Promise<void> }> {
  if (options.target !== 'embedded') {
    const target = resolveTarget(options, process.env);
    await accountOf(target);
    return { target, close: async () => {} };
  }
  const region = options.region ?? 'us-east-1';
  const endpoint = await spawnEndpoint({ region }).catch((cause: Error) => {
    throw new CliError('environment', cause.message, { cause });
  });
  if (endpoint.wantedPort !== undefined)
    say(`Port ${endpoint.wantedPort} is in use; took ${endpoint.port} instead.`);
  return { target: endpointTarget('embedded', endpoint.url, region), close: () => endpoint.close() };
}

async function runScenarios(
  target: Target,
  input: OrdersInput,
  { scenario: chosen, full }: Options,
  { show, signal, say }: { show: Show; signal: AbortSignal; say: (text: string) => void },
): Promise<ScenarioResult[]> {
  const { close, ...shop } = await openShop(target);
  const size: Size = full ? 'full' : 'quick';
  const results: ScenarioResult[] = [];
  try {
    for (const scenario of SCENARIOS.filter(({ id }) => chosen === undefined || chosen.includes(id))) {
      const run = randomBytes(4).toString('hex');
      const step = {
        title: `Run ${scenario.id}`,
        run: async (progress: (words: string) => void) => {
          results.push(await runScenario(scenario, { ...shop, input, size, run, signal, progress }));
        },
      };
      await runSteps([step], show);
      const result = results.at(-1);
      if (result) say(`\n${renderScenario(result)}\n`);
    }
  } finally {
    close();
  }
  return results;
}

async function writeReport(
  report: DemoReport,
  file: string | undefined,
  say: (text: string) => void,
): Promise<void> {
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else if (file !== undefined) {
    await writeFile(file, text).catch((cause) => {
      throw new CliError('usage', `The findings could not be written to ${file}`, { cause });
    });
  }
  const failed = report.scenarios.flatMap(({ findings }) => findings.filter(({ ok }) => !ok)).length;
  const verdict =
    failed === 0 ? 'Every finding is as expected' : `${failed} findings differ from what was expected`;
  say(`${verdict} (${report.target}, ${report.seconds} s).`);
}

async function keep(target: Target, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  if (target.name !== 'embedded') return;
  say(
    `\nThe shop is still there. To reach it:\n\n${variables(target.aws.endpoint ?? '', target.aws.region)}\n`,
  );
  say('Ctrl-C ends it.');
  await untilAborted(signal);
}

function toScenarios(id: string, before: string[] = []): string[] {
  if (IDS.includes(id)) return [...before, id];
  throw new InvalidArgumentError(`There are: ${IDS.join(', ')}.`);
}

function toCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
