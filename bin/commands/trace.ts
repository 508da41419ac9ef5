import { Command, InvalidArgumentError } from 'commander';
import { DriverError } from '../../driver/errors.ts';
import { findTraces, type TracedEvent } from '../../driver/traces/find-traces.ts';
import { readTrace } from '../../driver/traces/read-trace.ts';
import type { Trace } from '../../driver/traces/trace.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { interruptible } from '../interrupt.ts';
import { parseDuration } from '../logs/parse-duration.ts';
import { openShop } from '../open-shop.ts';
import { shopFunctions } from '../shop-functions.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import { withTarget } from '../targets/with-target.ts';
import { renderWaterfall } from '../traces/render-waterfall.ts';
import { traceJson } from '../traces/trace-json.ts';
import { endpointOption, regionOption, targetOption } from './options.ts';

interface Options extends TargetOptions {
  wait?: number;
  json: boolean;
  otlp?: URL;
}

const FIFTEEN_SECONDS = 15_000;

export const traceCommand = () =>
  new Command('trace')
    .summary('show the trace of an order')
    .description(
      'Shows the OpenTelemetry trace of an order, from the request to the last consumer of its event: for each hop the ' +
        'release, the Lambda version, the schema of the event, when it began and how long it took. Spans come from the ' +
        'log groups of the functions. The exit status is 1 if the trace is not complete. See docs/tracing.md.',
    )
    .argument('<order>', 'id of the order')
    .option(
      '--wait <duration>',
      'how long to wait for spans that are missing, such as 30s (default: 15s)',
      parseDuration,
    )
    .option('--json', 'print the trace as JSON', false)
    .option(
      '--otlp <url>',
      'also send the trace to an OTLP/HTTP receiver, such as http://127.0.0.1:4318',
      toUrl,
    )
    .addOption(targetOption())
    .addOption(endpointOption())
    .addOption(regionOption())
    .action((orderId: string, options: Options) => interruptible((signal) => run(orderId, options, signal)));

async function run(orderId: string, options: Options, signal: AbortSignal): Promise<void> {
  const target = resolveTarget(options, process.env);
  const traces = await withTarget(target, { signal }, async (signal) => {
    const shop = await openShop(target);
    try {
      const waitMs = options.wait ?? FIFTEEN_SECONDS;
      const functionNames = [...shopFunctions(shop.system).values()];
      const traces: Trace[] = [];
      for (const events of byTrace(await findTraces(shop, orderId))) {
        traces.push(await readTrace({ ...shop, signal }, events, { functionNames, waitMs }));
      }
      return traces;
    } finally {
      shop.close();
    }
  }).catch(asCliError);

  console.log(
    options.json
      ? JSON.stringify({ orderId, traces: traces.map(traceJson) }, undefined, 2)
      : traces.map(renderWaterfall).join('\n\n'),
  );
  if (traces.some(({ missing }) => missing.length > 0)) process.exitCode = EXIT.findings;
  if (options.otlp !== undefined) await send(traces, options.otlp, signal);
}

async function send(traces: readonly Trace[], receiver: URL, signal: AbortSignal): Promise<void> {
  // Loaded for those who ask for it: it takes longer than the rest of the command line.
  const { exportOtlp } = await import('../../driver/traces/export-otlp.ts');
  try {
    for (const trace of traces) {
      const spans = await exportOtlp(trace, receiver, signal);
      console.error(`Sent ${spans} spans to ${receiver.origin}.`);
    }
  } catch (error) {
    if (DriverError.is(error, 'otlp-refused')) return asCliError(error);
    signal.throwIfAborted();
    throw new CliError('environment', `No OTLP receiver answers at ${receiver.origin}`, {
      hint: 'The trace is shown above, and was not exported.',
      cause: error,
    });
  }
}

/** Most orders have one event and one trace; an order and its cancellation have two. */
function byTrace(events: readonly TracedEvent[]): [TracedEvent, ...TracedEvent[]][] {
  return [...Map.groupBy(events, ({ traceId }) => traceId).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others]],
  );
}

function asCliError(error: unknown): never {
  if (DriverError.is(error, 'order-without-event')) {
    throw new CliError('environment', error.message, {
      hint: 'Check the id. The event of an order is written when the order is placed, not while it is pending.',
      cause: error,
    });
  }
  if (DriverError.is(error, 'order-not-traced', 'trace-not-recorded', 'otlp-refused')) {
    throw new CliError('environment', error.message, { cause: error });
  }
  throw error;
}

function toUrl(text: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  }
  throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:4318.');
}
