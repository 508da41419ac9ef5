import { readFileSync } from 'node:fs';
import { Argument, Command } from 'commander';
import { METHODS, type Method, type ShopAnswer } from '../../driver/clients/shop-client.ts';
import { SERVICE_NAMES, type ServiceName } from '../../driver/system.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { openShop } from '../open-shop.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  data?: string;
  header: Record<string, string>;
}

/** Contracts refuse a call that does not say how long its caller waits. API Gateway waits for 29 s itself. */
const TIMEOUT = { 'x-timeout-ms': '29000' };

export const callCommand = () =>
  new Command('call')
    .summary('send a signed request to a service')
    .description(
      'Signs a request (Signature Version 4), sends it to a service through API Gateway and prints the response: the ' +
        'status and the release to stderr, the body to stdout. The exit status is 1 if the response is an error. The header ' +
        'x-timeout-ms, without which contracts refuse a call, is 29000 unless you set it.\n\n' +
        'Examples: dataflow call profiles GET /profiles/ada\n' +
        '          dataflow call payments POST /v1/payments -H "Idempotency-Key: 536365" -d @payment.json',
    )
    .addArgument(new Argument('<service>', 'the service').choices(SERVICE_NAMES))
    .addArgument(new Argument('<method>', 'the HTTP method').choices(METHODS))
    .argument('<path>', 'the path below the stage, such as /profiles/ada')
    .option('-d, --data <json>', 'request body: JSON, or @ and a file name')
    .option(
      '-H, --header <name: value>',
      'request header, such as "Idempotency-Key: 536365"; may be given several times',
      parseHeader,
      TIMEOUT,
    )
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action(async (service: ServiceName, method: Method, path: string, options: Options) => {
      if (!path.startsWith('/')) throw new CliError('usage', 'The path must begin with a slash');
      const body = options.data === undefined ? undefined : readBody(options.data);
      const target = resolveTarget(options, process.env);
      const answer = await interruptible((signal) =>
        withTarget(target, { signal }, async (signal): Promise<ShopAnswer> => {
          const shop = await openShop(target);
          try {
            return await shop.shop.send(service, method, path, body, signal, options.header);
          } finally {
            shop.close();
          }
        }),
      );
      console.error(
        `HTTP ${answer.status}${answer.release === undefined ? '' : `, release ${answer.release}`}`,
      );
      if (answer.body !== undefined) console.log(JSON.stringify(answer.body, undefined, 2));
      if (answer.status >= 400) process.exitCode = EXIT.findings;
    });

/** By lower-case name, so that a header that is given takes the place of a default. */
function parseHeader(text: string, headers: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new CliError(
      'usage',
      '--header must be a name, a colon and a value, such as "Idempotency-Key: 536365"',
    );
  }
  return { ...headers, [name.toLowerCase()]: value };
}

function readBody(data: string): unknown {
  try {
    return JSON.parse(data.startsWith('@') ? readFileSync(data.slice(1), 'utf8') : data);
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new CliError('usage', `--data ${reason}`, { cause });
  }
}
