import { stat } from 'node:fs/promises';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { Command, InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { checkEngine } from '../targets/check-engine.ts';
import { checkRegion } from '../targets/region.ts';
import { untilAborted } from '../until-aborted.ts';

interface Options {
  port: number;
  dataDir?: string;
  region: string;
  account: string;
  realistic: boolean;
}

const DEFAULT_ACCOUNT = '000000000000';

export const localCommand = () =>
  new Command('local')
    .summary('start the embedded AWS endpoint and keep it running')
    .description(
      'Starts the embedded AWS endpoint in the foreground, without Docker, an account or a token. ' +
        'Ctrl-C ends it.',
    )
    .option('-p, --port <number>', 'port to listen on; when it is in use, the next free one', toPort, 4566)
    .option('--data-dir <folder>', 'folder that keeps the state over restarts (default: state is not kept)')
    .option('--region <name>', 'AWS Region of the endpoint', 'us-east-1')
    .option('--account <id>', 'AWS account of the endpoint', toAccount, DEFAULT_ACCOUNT)
    .option(
      '--realistic',
      'show the transitional states of AWS: functions, mappings and stacks become ready later, SNS delivers later',
      false,
    )
    .action((options: Options) => interruptible((signal) => local(options, signal), { expected: true }));

async function local(
  { port, dataDir, region, account, realistic }: Options,
  signal: AbortSignal,
): Promise<void> {
  checkRegion(region);
  await checkDataDirectory(dataDir);
  checkEngine();
  const endpoint = await spawnEndpoint({
    port,
    region,
    account,
    realistic,
    ...(dataDir !== undefined && { dataDirectory: dataDir }),
  }).catch((cause: Error) => {
    throw new CliError('environment', cause.message, { cause });
  });
  try {
    if (endpoint.wantedPort !== undefined) {
      console.log(`Port ${endpoint.wantedPort} is in use; using ${endpoint.port} instead.`);
    }
    console.log(
      `The embedded AWS endpoint answers at ${endpoint.url}\n\n${variables(endpoint.url, region, account)}\n`,
    );
    console.log('AWS CLI version 1 ignores AWS_ENDPOINT_URL for `aws sqs`: add --endpoint-url there.');
    console.log('Ctrl-C ends it.');
    const gone = new AbortController();
    void endpoint.ended.then(() => gone.abort());
    await untilAborted(AbortSignal.any([signal, gone.signal]));
    if (!signal.aborted) throw new CliError('environment', 'The embedded endpoint exited unexpectedly');
  } finally {
    await endpoint.close();
  }
}

async function checkDataDirectory(path: string | undefined): Promise<void> {
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (found?.isDirectory() === false) {
    throw new CliError('usage', `--data-dir must be a folder, and ${path} is a file`);
  }
}

/** What other tools need to find the endpoint: lines that a shell takes. */
export function variables(url: string, region: string, account = DEFAULT_ACCOUNT): string {
  const values = {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: region,
    // The AWS CLI and boto3 read this one.
    AWS_DEFAULT_REGION: region,
    // Any will do; the CDK remembers the account of a key, so another account wants another key.
    AWS_ACCESS_KEY_ID: account === DEFAULT_ACCOUNT ? 'test' : account,
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  return Object.entries(values)
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n');
}

function toAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be twelve digits.');
}

function toPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a number from 0 to 65535; 0 takes any free port.');
}
