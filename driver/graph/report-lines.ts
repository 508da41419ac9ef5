/** What Lambda writes at the end of each invocation. */
export interface InvocationReport {
  ms: number;
  failed: boolean;
}

const DURATION = /^REPORT RequestId: \S+\s+Duration: ([\d.]+) ms/;
const FAILED = /\bStatus: (timeout|error)\b/;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
export function readReportLine(message: string): InvocationReport | undefined {
  const [, duration] = DURATION.exec(message) ?? [];
  return duration === undefined ? undefined : { ms: Number(duration), failed: FAILED.test(message) };
}
