import {
  DescribeTableCommand,
  DynamoDBServiceException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { Command, InvalidArgumentError, Option } from 'commander';
import { archiveClient, type Finished } from '../../driver/archive/archive-client.ts';
import { exportTable } from '../../driver/archive/export-table.ts';
import type { AwsAccess } from '../../driver/aws-access.ts';
import { DriverError } from '../../driver/errors.ts';
import type { System } from '../../driver/system.ts';
import type { Target } from '../../driver/targets/target.ts';
import { renderArchive, whyEmpty } from '../archive/render-archive.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { openShop } from '../open-shop.ts';
import { howToShow, runSteps, type Say } from '../progress.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

/** Where the archive keeps its exports. */
const EXPORTS = 'exports/';
const FORMATS = ['avro', 'parquet', 'orc'];
const AT_ONCE = 2;

interface Options extends TargetOptions {
  table?: string;
  subject?: string;
  schemaVersion?: number;
  formats: string[];
  since?: string;
  prefix?: string;
  segments: number;
  verify?: string;
}

export const archiveCommand = () =>
  new Command('archive')
    .summary('export a table to S3, or verify an export')
    .description(
      'Exports the rows of a subject, of all versions of its schema, as one version to the archive bucket: as Avro ' +
        'container files, Parquet and ORC. Rows that cannot be read as that version are written to ' +
        'side files with the reason. The manifest is written last.\n\n' +
        'With --since, the export contains rows that changed after an earlier export and items without a change time, such ' +
        'as orders. Deleted rows are not included. An export without rows ends with exit status 1.',
    )
    .option('--table <name>', 'records, shared, a stack output (RecordsTableName) or a table name')
    .option('--subject <subject>', 'subject of the rows: order or profile')
    .option(
      '--schema-version <number>',
      'schema version of the export (default: the newest that can read all versions)',
      toNumber,
    )
    .option('--formats <list>', 'formats: avro, parquet, orc', toFormats, FORMATS)
    .option('--since <manifest>', 'only rows that changed after the export with this manifest')
    .option('--prefix <text>', 'only items whose partition key begins with this text')
    .option('--segments <number>', 'number of parallel scan segments', toNumber, 8)
    .addOption(
      new Option('--verify <manifest>', 'read an export and compare it with its manifest').conflicts([
        'table',
        'subject',
        'since',
      ]),
    )
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((options: Options) => interruptible((signal) => run(options, signal)));

async function run(options: Options, signal: AbortSignal): Promise<void> {
  const { table, subject, verify } = options;
  if (verify === undefined && (table === undefined || subject === undefined)) {
    throw new CliError('usage', 'An export needs --table and --subject', {
      hint: 'Example: npm run dataflow -- archive --table records --subject order',
    });
  }
  const target = resolveTarget(options, process.env);
  await withTarget(target, { signal }, (signal) => exportOrVerify(target, options, signal));
}

async function exportOrVerify(target: Target, options: Options, signal: AbortSignal): Promise<void> {
  const { table, subject, verify } = options;
  const { aws, system, close } = await openShop(target);
  try {
    if (table !== undefined) await checkTable(aws, tableOf(system, table), table);
    const archive = archiveClient(aws.lambda, system.archive.functionName, signal);
    let finished: Finished | undefined;
    const work = async (say: Say) => {
      finished =
        verify !== undefined
          ? await archive.verify(keyOf('--verify', verify, system.archive.bucket))
          : await exportTable(archive, {
              table: tableOf(system, table ?? ''),
              subject: subject ?? '',
              formats: options.formats,
              segments: options.segments,
              atOnce: AT_ONCE,
              ...(options.schemaVersion !== undefined && { version: options.schemaVersion }),
              ...(options.prefix !== undefined && { keyPrefix: options.prefix }),
              ...(options.since !== undefined && {
                since: keyOf('--since', options.since, system.archive.bucket),
              }),
              onProgress: (progress) => say(bar(progress, options.segments)),
            });
    };
    const title = verify === undefined ? `Export ${subject} from ${table}` : 'Verify every file';
    await runSteps([{ title, run: work }], howToShow());
    if (finished === undefined) return;
    console.log(`\n${renderArchive(finished, system.archive.bucket)}`);
    if (verify === undefined) warnIfEmpty(finished, options);
  } catch (error) {
    if (!DriverError.is(error, 'archive-refused')) throw error;
    throw refusal(error);
  } finally {
    close();
  }
}

/** An export without a row is hardly what was wanted, but where only changes are: then there are none. */
function warnIfEmpty(finished: Finished, { table = '', since }: Options): void {
  const { rows, rejected } = finished.manifest;
  if (rows === 0 && rejected === 0 && since !== undefined) {
    console.log('\nNothing has changed since that export.');
    return;
  }
  const reason = whyEmpty(finished, table);
  if (reason === undefined) return;
  console.error(`\n${reason}.`);
  process.exitCode = EXIT.findings;
}

/** What the archive refuses, with what to do about it. */
function refusal(error: DriverError): CliError {
  const message = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}`;
  const hint = HINTS.get(error.subject);
  return new CliError(USAGE.has(error.subject) ? 'usage' : 'environment', message, {
    cause: error,
    ...(hint !== undefined && { hint }),
  });
}

const USAGE: ReadonlySet<string> = new Set(['bad-request', 'unknown-subject', 'unknown-table']);
const UNKNOWN_TABLE =
  'The archive reads two tables: --table shared (the orders of the shop) and --table records (the storage lab)';
const HINTS: ReadonlyMap<string, string> = new Map([['unknown-table', UNKNOWN_TABLE]]);

const BAR = 24;

function bar({ segmentsDone, rows }: { segmentsDone: number; rows: number }, segments: number): string {
  const full = Math.round((BAR * segmentsDone) / segments);
  const drawn = '█'.repeat(full) + '░'.repeat(BAR - full);
  return `${drawn} ${segmentsDone} of ${segments} segments, ${rows.toLocaleString('en')} rows`;
}

/**
 * Asks as the user, who may see every table. The archive's own function may read two, and of any other IAM does not tell
 * it whether there is one.
 */
async function checkTable({ documents }: AwsAccess, name: string, given: string): Promise<void> {
  try {
    await documents.send(new DescribeTableCommand({ TableName: name }));
  } catch (cause) {
    const isMissing =
      cause instanceof ResourceNotFoundException ||
      (cause instanceof DynamoDBServiceException && cause.name === 'ValidationException');
    if (!isMissing) throw cause;
    throw new CliError('usage', `There is no table ${given}`, {
      hint: UNKNOWN_TABLE,
      cause,
    });
  }
}

/** `records`, `RecordsTableName` or the table's own name. */
function tableOf({ tables, records }: System, name: string): string {
  const known = new Map(Object.entries({ ...tables, records: records.table }));
  return known.get(name.replace(/TableName$/, '').toLowerCase()) ?? name;
}

/** A manifest is named by its S3 URI, as an export prints it, or by its key. */
function keyOf(option: string, manifest: string, bucket: string): string {
  const start = `s3://${bucket}/`;
  const key = manifest.startsWith(start) ? manifest.slice(start.length) : manifest;
  if (key.startsWith(EXPORTS)) return key;
  throw new CliError(
    'usage',
    `${option} must name a manifest of the archive, not ${JSON.stringify(manifest)}`,
    {
      hint: `It begins with ${start}${EXPORTS}, as an export prints it.`,
    },
  );
}

function toNumber(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of 1 or more.');
}

function toFormats(text: string): string[] {
  const formats = text.split(',');
  if (formats.every((format) => FORMATS.includes(format))) return formats;
  throw new InvalidArgumentError(`Allowed values: ${FORMATS.join(', ')}.`);
}
