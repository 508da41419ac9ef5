import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { FIRST_RELEASE } from '../../lib/releases.ts';
import { spawnEndpoint } from '../../local/spawn.ts';
import { type Cell, runMatrix } from '../../scenarios/records/matrix.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { deployReleases } from '../deploy/deploy-releases.ts';
import { interruptible } from '../interrupt.ts';
import { renderMatrix } from '../matrix/render-matrix.ts';
import { openShop, type Shop } from '../open-shop.ts';
import { howToShow, runSteps, type Show } from '../progress.ts';
import { endpointTarget } from '../targets/endpoint.ts';
import { accountOf } from '../targets/reachable.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  json?: string;
}

export const matrixCommand = () =>
  new Command('matrix')
    .summary('every release reads what every other wrote')
    .description(
      'Lets every release of the records service write records, in each storage strategy, and every release read them; ' +
        'and sets what happened beside what the schemas say must happen. The status is 1 if any two differ.\n\n' +
        'On the target embedded, unless an endpoint is named, it starts one of its own, deploys the shop and ends it.',
    )
    .addOption(targetOption())
    .option('--json <file>', 'write a row for each cell to this file; - for stdout, and nothing else there')
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const ok = await interruptible((signal) => matrix(options, signal));
      if (!ok) process.exitCode = EXIT.findings;
    });

async function matrix(options: Options, signal: AbortSignal): Promise<boolean> {
  const show = howToShow({ quiet: options.json === '-' });
  const say = (text: string) => (show === 'nothing' ? undefined : console.log(text));
  const { shop, close } = await open(options, show, signal);
  let cells: Cell[] = [];
  const started = performance.now();
  try {
    const run = randomBytes(4).toString('hex');
    const title = 'Every release reads what every other wrote';
    const work = async (progress: (words: string) => void) => {
      cells = await runMatrix({ ...shop, run, progress });
    };
    await runSteps([{ title, run: work }], show);
  } finally {
    await close();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await write(cells, options.json);
  const wrong = cells.filter(({ predicted, observed }) => predicted !== observed);
  say(`\n${renderMatrix(cells)}\n`);
  for (const { subject, writer, reader, strategy, predicted, observed } of wrong)
    say(
      `✖ ${strategy}, ${subject} from ${writer} to ${reader}: predicted ${predicted}, observed ${observed}`,
    );
  say(`${cells.length} cells in ${seconds} s, ${wrong.length} of them not as predicted.`);
  return wrong.length === 0;
}

/** The shop that is named; without a name, one of the command's own. */
async function open(
  options: Options,
  show: Show,
  signal: AbortSignal,
): Promise<{ shop: Shop; close: () => Promise<void> }> {
  const named = options.endpoint ?? process.env['AWS_ENDPOINT_URL'];
  if (options.target !== 'embedded' || (named !== undefined && named !== '')) {
    const target = resolveTarget(options, process.env);
    await accountOf(target);
    const shop = await openShop(target);
    return { shop, close: async () => shop.close() };
  }
  const region = options.region ?? 'us-east-1';
  const endpoint = await spawnEndpoint({ region, port: 0 }).catch((cause: Error) => {
    throw new CliError('environment', cause.message, { cause });
  });
  try {
    const target = endpointTarget('embedded', endpoint.url, region);
    await deployReleases(target, [FIRST_RELEASE], { show, signal });
    const shop = await openShop(target);
    const close = async () => {
      shop.close();
      await endpoint.close();
    };
    return { shop, close };
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}

async function write(cells: readonly Cell[], file: string | undefined): Promise<void> {
  const text = `${JSON.stringify(cells, undefined, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else if (file !== undefined) {
    await writeFile(file, text).catch((cause) => {
      throw new CliError('usage', `The matrix could not be written to ${file}`, { cause });
    });
  }
}
