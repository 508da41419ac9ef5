import type { SourceKind } from './mapping.ts';

const QUEUE = /^arn:aws[\w-]*:sqs:[a-z0-9-]+:\d{12}:([\w-]{1,80}(?:\.fifo)?)$/;
const STREAM = /^arn:aws[\w-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[\w:.-]+$/;

/** What kind of event source an ARN names; undefined: none that the endpoint has. */
export function kindOf(sourceArn: string): SourceKind | undefined {
  if (QUEUE.test(sourceArn)) return 'sqs';
  return STREAM.test(sourceArn) ? 'dynamodb' : undefined;
}

export function queueNameOf(queueArn: string): string {
  return QUEUE.exec(queueArn)?.[1] ?? queueArn;
}

export function isFifo(sourceArn: string): boolean {
  return sourceArn.endsWith('.fifo');
}
