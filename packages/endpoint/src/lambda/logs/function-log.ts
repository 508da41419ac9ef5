import { StringDecoder } from 'node:string_decoder';
import type { EndpointContext } from '../../core/context.ts';
import type { ExecutionSpec } from '../execution/execution-spec.ts';
import { createLogShipper } from './log-shipper.ts';
import { type EndStatus, platformLines } from './platform-lines.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_ResponseSyntax: the last 4 KB. */
const TAIL_BYTES = 4096;

/** What execution environments write, on its way to CloudWatch Logs. */
export interface FunctionLogs {
  open(spec: ExecutionSpec): FunctionLog;
  /** Sends what is still waiting. */
  close(): Promise<void>;
}

/** The log stream of one execution environment. */
export interface FunctionLog {
  readonly stream: string;
  output(source: 'stdout' | 'stderr', chunk: Buffer): void;
  line(text: string): void;
  begin(requestId: string, initMilliseconds: number | undefined): InvocationLog;
  /** Resolves when the log of the invocation that ended last is complete. */
  settled(): Promise<void>;
}

export interface InvocationLog {
  /** Gives a function that waits for the log's end and returns its tail. */
  end(status: EndStatus, peakMegabytes?: number): () => Promise<Uint8Array>;
}

export function createFunctionLogs(context: EndpointContext): FunctionLogs {
  const shipper = createLogShipper(context);
  return {
    open: (spec) => openLog(context, spec, shipper.push),
    close: shipper.close,
  };
}

type Push = (group: string, stream: string, event: { timestamp: number; message: string }) => void;

function openLog(context: EndpointContext, spec: ExecutionSpec, push: Push): FunctionLog {
  const { machineClock } = context;
  const day = new Date(context.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[${spec.version}]${context.newId().replaceAll('-', '')}`;
  const group = spec.settings.logging.LogGroup;
  const sources = { stdout: lineReader(line), stderr: lineReader(line) };
  const say = platformLines(spec, () => context.clock.now());
  /** The lines of the invocation under way, no more of them than its tail can show. */
  let current: { lines: string[]; bytes: number } | undefined;
  let settled: Promise<void> = Promise.resolve();

  function line(text: string): void {
    // The runtime sends a message of several lines as one, with carriage returns.
    const message = text.replaceAll('\r', '\n');
    push(group, stream, { timestamp: context.clock.now(), message });
    if (current === undefined) return;
    current.lines.push(message);
    current.bytes += Buffer.byteLength(message) + 1;
    while (current.bytes > 2 * TAIL_BYTES && current.lines.length > 1) {
      current.bytes -= Buffer.byteLength(current.lines.shift() ?? '') + 1;
    }
  }

  return {
    stream,
    output: (source, chunk) => sources[source].read(chunk),
    line,
    begin(requestId, initMilliseconds) {
      const started = machineClock.monotonic();
      const own = { lines: [], bytes: 0 };
      current = own;
      line(say.start(requestId));
      return {
        end(status, peakMegabytes) {
          const milliseconds = machineClock.monotonic() - started;
          // The process wrote its lines before its answer, so they are already in the pipe: one turn of the event
          // loop reads them.
          settled = nextTurn().then(() => {
            sources.stdout.end();
            sources.stderr.end();
            for (const text of say.end(requestId, {
              milliseconds,
              initMilliseconds,
              peakMegabytes,
              status,
            })) {
              line(text);
            }
            if (current === own) current = undefined;
          });
          return () => settled.then(() => tailOf(own.lines));
        },
      };
    },
    settled: () => settled,
  };
}

function lineReader(emit: (line: string) => void): { read(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    read(chunk) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) emit(text);
    },
    end() {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}

function tailOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((text) => `${text}\n`).join(''), 'utf8').subarray(-TAIL_BYTES);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
