import type { ExecutionSpec } from '../execution/execution-spec.ts';

export type EndStatus = 'succeeded' | 'failed' | 'timeout' | 'crashed';

export interface InvocationEnd {
  milliseconds: number;
  /** Only for the first invocation of an environment. */
  initMilliseconds: number | undefined;
  peakMegabytes: number | undefined;
  status: EndStatus;
}

export interface PlatformLines {
  start(requestId: string): string;
  end(requestId: string, end: InvocationEnd): string[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
export function platformLines(spec: ExecutionSpec, now: () => number): PlatformLines {
  const { memorySize, logging } = spec.settings;
  if (logging.LogFormat === 'JSON') {
    const event = (type: string, record: object) =>
      JSON.stringify({ time: new Date(now()).toISOString(), type, record });
    return {
      start: (requestId) => event('platform.start', { requestId, version: spec.version }),
      end: (requestId, end) => [
        event('platform.report', {
          requestId,
          metrics: {
            durationMs: rounded(end.milliseconds),
            billedDurationMs: Math.ceil(end.milliseconds),
            memorySizeMB: memorySize,
            maxMemoryUsedMB: end.peakMegabytes ?? memorySize,
            ...(end.initMilliseconds !== undefined && { initDurationMs: rounded(end.initMilliseconds) }),
          },
          status: { succeeded: 'success', failed: 'error', timeout: 'timeout', crashed: 'failure' }[
            end.status
          ],
        }),
      ],
    };
  }
  return {
    start: (requestId) => `START RequestId: ${requestId} Version: ${spec.version}`,
    end(requestId, end) {
      const fields = [
        `REPORT RequestId: ${requestId}`,
        `Duration: ${end.milliseconds.toFixed(2)} ms`,
        `Billed Duration: ${Math.ceil(end.milliseconds)} ms`,
        `Memory Size: ${memorySize} MB`,
        `Max Memory Used: ${end.peakMegabytes ?? memorySize} MB`,
        ...(end.initMilliseconds === undefined
          ? []
          : [`Init Duration: ${end.initMilliseconds.toFixed(2)} ms`]),
        ...(end.status === 'timeout' ? ['Status: timeout'] : []),
        ...(end.status === 'crashed' ? ['Status: error', 'Error Type: Runtime.ExitError'] : []),
      ];
      return [`END RequestId: ${requestId}`, `${fields.join('\t')}\t`];
    },
  };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
