import type { EventSourcePosition } from '@aws-sdk/client-lambda';
import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { lambdaError } from '../errors.ts';
import type { Mapping, SourceKind } from './mapping.ts';
import { queueNameOf } from './source-arn.ts';

/** Refuses a mapping whose function or source is not there, or whose queue would give messages out twice. */
export async function checkSource(
  { call }: EndpointContext,
  kind: SourceKind,
  sourceArn: string,
  functionArn: string,
): Promise<void> {
  const timeout = await functionTimeout(call, functionArn);
  if (kind === 'dynamodb') {
    await call('streams.dynamodb', 'DescribeStream', { StreamArn: sourceArn }).catch((thrown: unknown) => {
      if (AwsError.from(thrown).code !== 'ResourceNotFoundException') throw thrown;
      throw lambdaError.invalidParameter(`Stream not found: ${sourceArn}`);
    });
    return;
  }
  const visibility = await visibilityTimeout(call, sourceArn);
  if (visibility < timeout) {
    throw lambdaError.invalidParameter(
      `Invalid request provided: Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
    );
  }
}

async function functionTimeout(call: EndpointContext['call'], functionArn: string): Promise<number> {
  try {
    const { Timeout } = await call('lambda', 'GetFunctionConfiguration', { FunctionName: functionArn });
    return Timeout ?? 3;
  } catch (thrown) {
    if (AwsError.from(thrown).code !== 'ResourceNotFoundException') throw thrown;
    throw lambdaError.invalidParameter('Function does not exist');
  }
}

async function visibilityTimeout(call: EndpointContext['call'], queueArn: string): Promise<number> {
  try {
    const { QueueUrl } = await call('sqs', 'GetQueueUrl', { QueueName: queueNameOf(queueArn) });
    const { Attributes } = await call('sqs', 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['VisibilityTimeout'],
    });
    return Number(Attributes?.VisibilityTimeout ?? 30);
  } catch (thrown) {
    const error = AwsError.from(thrown);
    if (error.status >= 500) throw thrown;
    throw lambdaError.invalidParameter(
      `Error occurred while ReceiveMessage. SQS Error Code: ${error.queryCode ?? error.code}. SQS Error Message: ${error.message}`,
    );
  }
}

/** Streams begin somewhere; queues do not. */
export function checkStart(
  kind: SourceKind,
  sourceArn: string,
  position: EventSourcePosition | undefined,
): void {
  if (kind === 'sqs') {
    if (position !== undefined)
      throw lambdaError.invalidParameter('StartingPosition is not valid for SQS event sources.');
    return;
  }
  if (position === undefined)
    throw lambdaError.invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  if (position === 'AT_TIMESTAMP') {
    throw lambdaError.invalidParameter(`Unsupported starting position for arn type: ${sourceArn}`);
  }
}

export function alreadyMapped({ kind, sourceArn, functionArn, uuid }: Mapping): AwsError {
  const name = functionArn.slice(functionArn.indexOf(':function:') + ':function:'.length);
  const pair = `arn (" ${sourceArn} ") and function (" ${name} ")`;
  const what =
    kind === 'sqs'
      ? `An event source mapping with SQS ${pair} already exists.`
      : `The event source ${pair} provided mapping already exists.`;
  return lambdaError.conflict(`${what} Please update or delete the existing mapping with UUID ${uuid}`);
}
