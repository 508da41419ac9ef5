import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { DriverContext } from '../../driver/context.ts';
import { DriverError } from '../../driver/errors.ts';
import { type Cell, runMatrix } from '../../driver/records/matrix.ts';
import { runServicesMatrix, type ServicesCell } from '../../driver/services/matrix.ts';
import type { Target } from '../../driver/targets/target.ts';
import { FIRST_RELEASE, lineage, type Release } from '../../lib/releases.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { deployReleases } from '../deploy/deploy-releases.ts';
import { interruptible } from '../interrupt.ts';
import { renderMatrix } from '../matrix/render-matrix.ts';
import { renderServicesMatrix } from '../matrix/render-services-matrix.ts';
import { openShop } from '../open-shop.ts';
import { howToShow, runSteps, type Show, type Step } from '../progress.ts';
import { openTarget } from '../targets/open-target.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

const DEPLOY_V2 = 'To test services, deploy release v2: npm run dataflow -- deploy --release v2';
const MODES = ['databases', 'services', 'all'] as const;

interface Options extends TargetOptions {
  /** By default both, and databases only where release v2 is not deployed. */
  mode?: (typeof MODES)[number];
  json?: string;
}

export const matrixCommand = () =>
  new Command('matrix')
    .summary('test which release understands what another wrote or sent')
    .description(
      'Databases: in the storage lab, every release writes records with each storage strategy, and every release reads ' +
        'them. Services: clients of each contract call servers of each contract, in REST, Protobuf and SOAP, as if ' +
        'addresses had no versions; this needs the releases v1 and v2. Outcomes are compared with the prediction from ' +
        'the schemas and contracts. The exit status is 1 if any differ.\n\n' +
        'On the target embedded, if no endpoint is set, it starts one, deploys the shop and stops it at the end.',
    )
    .addOption(targetOption())
    .addOption(new Option('-m, --mode <mode>', 'what to test (default: all that is deployed)').choices(MODES))
    .option('--json <file>', 'write one row per cell as JSON to this file; - writes only them to stdout')
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (options: Options) => {
      const ok = await interruptible((signal) => matrix(options, signal));
      if (!ok) process.exitCode = EXIT.findings;
    });

interface Cells {
  databases: Cell[];
  services: ServicesCell[];
}

async function matrix(options: Options, signal: AbortSignal): Promise<boolean> {
  const show = howToShow({ quiet: options.json === '-' });
  const say = (text: string) => (show === 'nothing' ? undefined : console.log(text));
  const { target, own, ended, close } = await openTarget(options);
  const started = performance.now();
  let cells: Cells = { databases: [], services: [] };
  try {
    await withTarget(target, { signal, ...(ended && { ended }) }, async (signal) => {
      const releases: Release[] = options.mode === 'databases' ? [FIRST_RELEASE] : lineage('v2');
      if (own) await deployReleases(target, releases, { show, signal });
      cells = await readEveryCell(target, options.mode, { show, signal, say });
    });
  } finally {
    await close();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { databases, services } = cells;
  const all = [...databases, ...services];
  await write(all, options.json);
  if (databases.length > 0) say(`\n${renderMatrix(databases)}`);
  if (services.length > 0) say(`\n${renderServicesMatrix(services)}`);
  say('');
  const wrong = all.filter(({ predicted, observed }) => predicted !== observed);
  for (const cell of wrong)
    say(`✖ ${describe(cell)}: predicted ${cell.predicted}, observed ${cell.observed}`);
  say(`${all.length} cells in ${seconds} s, ${wrong.length} of them mispredicted.`);
  return wrong.length === 0;
}

function describe(cell: Cell | ServicesCell): string {
  if (cell.mode === 'databases')
    return `${cell.strategy}, ${cell.subject} from ${cell.writer} to ${cell.reader}`;
  const { service, protocol, client, server, direction } = cell;
  return `${service} (${protocol}), ${direction} of client ${client} and server ${server}`;
}

async function readEveryCell(
  target: Target,
  mode: Options['mode'],
  { show, signal, say }: { show: Show; signal: AbortSignal; say: (text: string) => void },
): Promise<Cells> {
  const shop = await openShop(target);
  const cells: Cells = { databases: [], services: [] };
  let skipped: string | undefined;
  const context = (progress: DriverContext['progress']) => {
    const run = randomBytes(4).toString('hex');
    return { ...shop, run, signal, progress };
  };
  const databases: Step = {
    title: 'Every release reads what every other one wrote',
    async run(progress) {
      cells.databases = await runMatrix(context(progress));
    },
  };
  const services: Step = {
    title: 'Clients of every contract call servers of every contract',
    async run(progress) {
      cells.services = await runServicesMatrix(context(progress)).catch((error: unknown) => {
        if (!DriverError.is(error, 'release-missing')) throw error;
        if (mode !== undefined) throw releaseMissing(error);
        skipped = error.message;
        return [];
      });
    },
  };
  try {
    await runSteps(
      [...(mode === 'services' ? [] : [databases]), ...(mode === 'databases' ? [] : [services])],
      show,
    );
    if (skipped !== undefined) say(`\nServices were not tested. ${skipped}. ${DEPLOY_V2}`);
    return cells;
  } finally {
    shop.close();
  }
}

function releaseMissing(error: DriverError): CliError {
  return new CliError('usage', error.message, { cause: error, hint: DEPLOY_V2 });
}

async function write(cells: readonly (Cell | ServicesCell)[], file: string | undefined): Promise<void> {
  const text = `${JSON.stringify(cells, undefined, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else if (file !== undefined) {
    await writeFile(file, text).catch((cause) => {
      throw new CliError('usage', `The matrix could not be written to ${file}`, { cause });
    });
  }
}
