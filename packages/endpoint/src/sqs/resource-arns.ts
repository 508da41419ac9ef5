import { type ArnSource, regionalArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */

/** The queue that a URL names, whether it exists or not. */
export function queueOf(source: ArnSource, input: { QueueUrl: string }): string | undefined {
  const name = input.QueueUrl.split('/').at(-1);
  return name ? regionalArn(source, 'sqs', name) : undefined;
}

export function namedQueue(source: ArnSource, input: { QueueName: string }): string {
  return regionalArn(source, 'sqs', input.QueueName);
}

export function sourceQueue(_source: ArnSource, input: { SourceArn: string }): string {
  return input.SourceArn;
}
