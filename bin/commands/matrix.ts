import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { DriverContext } from '../../driver/context.ts';
import { DriverError } from '../../driver/errors.ts';
import { type MessagesCell, runMessagesMatrix } from '../../driver/messages/matrix.ts';
import { type Cell, runMatrix } from '../../driver/records/matrix.ts';
import { runServicesMatrix, type ServicesCell } from '../../driver/services/matrix.ts';
import type { Target } from '../../driver/targets/target.ts';
import { FIRST_RELEASE, lineage, type Release } from '../../lib/releases.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { deployReleases } from '../deploy/deploy-releases.ts';
import { interruptible } from '../interrupt.ts';
import { renderMatrix } from '../matrix/render-matrix.ts';
import { renderMessagesMatrix } from '../matrix/render-messages-matrix.ts';
import { renderServicesMatrix } from '../matrix/render-services-matrix.ts';
import { openShop } from '../open-shop.ts';
import { howToShow, runSteps, type Show, type Step } from '../progress.ts';
import { openTarget } from '../targets/open-target.ts';
import type { TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

const DEPLOY_V2 = 'To test services and messages, deploy release v2: npm run dataflow -- deploy --release v2';
const MODES = ['databases', 'services', 'messages', 'all'] as const;
type Mode = Exclude<(typeof MODES)[number], 'all'>;

interface Options extends TargetOptions {
  /** By default all, and databases only where release v2 is not deployed. */
  mode?: (typeof MODES)[number];
  json?: string;
}

export const matrixCommand = () =>
  new Command('matrix')
    .summary('test which release understands what another wrote or sent')
    .description(
      'Databases: in the storage lab, every release writes records with each storage strategy, and every release reads ' +
        'them. Services: clients of each contract call servers of each contract, in REST, Protobuf and SOAP, as if ' +
        'addresses had no versions. Messages: consumers of each release get events of each release of orders; the relay ' +
        'pauses until they have. Services and messages need the releases v1 and v2. Outcomes are compared with the ' +
        'prediction from the schemas and contracts. The exit status is 1 if any differ.\n\n' +
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
  messages: MessagesCell[];
}

const NO_CELLS: Cells = { databases: [], services: [], messages: [] };

type AnyCell = Cells[keyof Cells][number];

async function matrix(options: Options, signal: AbortSignal): Promise<boolean> {
  const show = howToShow({ quiet: options.json === '-' });
  const say = (text: string) => (show === 'nothing' ? undefined : console.log(text));
  const { target, own, ended, close } = await openTarget(options);
  const started = performance.now();
  let cells: Cells = NO_CELLS;
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
  const { databases, services, messages } = cells;
  const all: AnyCell[] = [...databases, ...services, ...messages];
  await write(all, options.json);
  if (databases.length > 0) say(`\n${renderMatrix(databases)}`);
  if (services.length > 0) say(`\n${renderServicesMatrix(services)}`);
  if (messages.length > 0) say(`\n${renderMessagesMatrix(messages)}`);
  say('');
  const wrong = all.filter(({ predicted, observed }) => predicted !== observed);
  for (const cell of wrong)
    say(`✖ ${describe(cell)}: predicted ${cell.predicted}, observed ${cell.observed}`);
  say(`${all.length} cells in ${seconds} s, ${wrong.length} of them mispredicted.`);
  return wrong.length === 0;
}

function describe(cell: AnyCell): string {
  if (cell.mode === 'databases')
    return `${cell.strategy}, ${cell.subject} from ${cell.writer} to ${cell.reader}`;
  if (cell.mode === 'messages') {
    return `${cell.event} of orders ${cell.producer} at ${cell.consumer} ${cell.release}`;
  }
  const { service, protocol, client, server, direction } = cell;
  return `${service} (${protocol}), ${direction} of client ${client} and server ${server}`;
}

async function readEveryCell(
  target: Target,
  mode: Options['mode'],
  { show, signal, say }: { show: Show; signal: AbortSignal; say: (text: string) => void },
): Promise<Cells> {
  const shop = await openShop(target);
  const cells: Cells = { ...NO_CELLS };
  let skipped: string | undefined;
  const context = (progress: DriverContext['progress']) => {
    const run = randomBytes(4).toString('hex');
    return { ...shop, run, signal, progress };
  };
  /** Without release v2, a mode is tested only if it is asked for. */
  const unlessMissing = (error: unknown): [] => {
    if (!DriverError.is(error, 'release-missing')) throw error;
    if (mode !== undefined) throw releaseMissing(error);
    skipped = error.message;
    return [];
  };
  const steps: Record<Mode, Step> = {
    databases: {
      title: 'Every release reads what every other one wrote',
      async run(progress) {
        cells.databases = await runMatrix(context(progress));
      },
    },
    services: {
      title: 'Clients of every contract call servers of every contract',
      async run(progress) {
        cells.services = await runServicesMatrix(context(progress)).catch(unlessMissing);
      },
    },
    messages: {
      title: 'Consumers of every release get events of every release',
      async run(progress) {
        cells.messages = await runMessagesMatrix(context(progress)).catch(unlessMissing);
      },
    },
  };
  try {
    await runSteps(mode === undefined || mode === 'all' ? Object.values(steps) : [steps[mode]], show);
    if (skipped !== undefined) say(`\nServices and messages were not tested. ${skipped}. ${DEPLOY_V2}`);
    return cells;
  } finally {
    shop.close();
  }
}

function releaseMissing(error: DriverError): CliError {
  return new CliError('usage', error.message, { cause: error, hint: DEPLOY_V2 });
}

async function write(cells: readonly AnyCell[], file: string | undefined): Promise<void> {
  const text = `${JSON.stringify(cells, undefined, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else if (file !== undefined) {
    await writeFile(file, text).catch((cause) => {
      throw new CliError('usage', `The matrix could not be written to ${file}`, { cause });
    });
  }
}
