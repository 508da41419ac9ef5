/** What Lambda bills for one invocation besides the request. */
export interface BilledDuration {
  ms: number;
  memoryMb: number;
}

const REPORT = /^REPORT RequestId: \S+.*?\bBilled Duration: (\d+) ms\s+Memory Size: (\d+) MB/s;

/** Undefined for other lines. @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
export function readBilledDuration(message: string): BilledDuration | undefined {
  const [, ms, memory] = REPORT.exec(message) ?? [];
  return ms === undefined || memory === undefined ? undefined : { ms: Number(ms), memoryMb: Number(memory) };
}

export function gbSeconds({ ms, memoryMb }: BilledDuration): number {
  return (ms / 1000) * (memoryMb / 1024);
}
