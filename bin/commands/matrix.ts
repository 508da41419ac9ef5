import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Cell, runMatrix } from '../../driver/records/matrix.ts';
import type { Target } from '../../driver/targets/target.ts';
import { FIRST_RELEASE } from '../../lib/releases.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { deployReleases } from '../deploy/deploy-releases.ts';
import { interruptible } from '../interrupt.ts';
import { renderMatrix } from '../matrix/render-matrix.ts';
import { openShop } from '../open-shop.ts';
import { howToShow, runSteps, type Show } from '../progress.ts';
import { openTarget } from '../targets/open-target.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  json?: string;
}

export const matrixCommand = () =>
  new Command('matrix')
    .summary('test which release can read what another wrote')
    .description(
      'In the storage lab, every release writes records with each storage strategy, and every release reads them. ' +
        'Outcomes are compared with the prediction from the schemas. The exit status is 1 if any differ.\n\n' +
        'On the target embedded, if no endpoint is set, it starts one, deploys the shop and stops it at the end.',
    )
    .addOption(targetOption())
    .option('--json <file>', 'write one row per cell as JSON to this file; - writes only them to stdout')
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const ok = await interruptible((signal) => matrix(options, signal));
      if (!ok) process.exitCode = EXIT.findings;
    });

async function matrix(options: Options, signal: AbortSignal): Promise<boolean> {
  const show = howToShow({ quiet: options.json === '-' });
  const say = (text: string) => (show === 'nothing' ? undefined : console.log(text));
  const { target, own, ended, close } = await openTarget(options);
  const started = performance.now();
  let cells: Cell[] = [];
  try {
    await withTarget(target, { signal, ...(ended && { ended }) }, async (signal) => {
      if (own) await deployReleases(target, [FIRST_RELEASE], { show, signal });
      cells = await readEveryCell(target, show);
    });
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
  say(`${cells.length} cells in ${seconds} s, ${wrong.length} of them mispredicted.`);
  return wrong.length === 0;
}

async function readEveryCell(target: Target, show: Show): Promise<Cell[]> {
  const shop = await openShop(target);
  let cells: Cell[] = [];
  try {
    const run = randomBytes(4).toString('hex');
    const work = async (progress: (words: string) => void) => {
      cells = await runMatrix({ ...shop, run, progress });
    };
    await runSteps([{ title: 'Every release reads what every other one wrote', run: work }], show);
    return cells;
  } finally {
    shop.close();
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
