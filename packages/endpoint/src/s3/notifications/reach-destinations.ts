import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { s3Error } from '../errors.ts';
import { type Destination, send } from './destinations.ts';

/**
 * Refuses destinations that cannot be reached: queues and topics get a test event, as on AWS, and functions are
 * invoked without being run.
 */
export async function reachDestinations(
  context: EndpointContext,
  bucket: string,
  destinations: readonly Destination[],
): Promise<void> {
  const failures: { name: string; why: string }[] = [];
  for (const destination of destinations) {
    const failure = await reach(context, bucket, destination);
    if (failure !== undefined) failures.push(failure);
  }
  if (failures.length > 0) throw s3Error.unreachableDestinations(failures);
}

async function reach(context: EndpointContext, bucket: string, destination: Destination) {
  const { arn, kind } = destination;
  if (arn.endsWith('.fifo')) {
    return { name: arn, why: `FIFO ${kind}s are not supported as destinations` };
  }
  try {
    if (kind === 'function') {
      const dryRun = { FunctionName: arn, InvocationType: 'DryRun' as const };
      await context.call('lambda', 'Invoke', dryRun, { sourceArn: `arn:aws:s3:::${bucket}` });
    } else await send(context, destination, testEvent(context, bucket), bucket);
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    return kind === 'function'
      ? { name: `${arn}, null`, why: `Not authorized to invoke function [${arn}]` }
      : { name: arn, why: whyUnreachable(error, kind) };
  }
}

function whyUnreachable(error: AwsError, kind: string): string {
  if (error.code === 'AccessDenied')
    return `Permissions on the destination ${kind} do not allow S3 to publish notifications from this bucket`;
  return `The destination ${kind} does not exist`;
}

function testEvent(context: EndpointContext, bucket: string): object {
  const id = context.newId();
  const Time = new Date(context.clock.now()).toISOString();
  return { Service: 'Amazon S3', Event: 's3:TestEvent', Time, Bucket: bucket, RequestId: id, HostId: id };
}
