import type { Input, OperationName, Output } from '../core/api.ts';
import type { EndpointContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import { renderJson } from '../core/protocols/json-body.ts';
import type { EngineAnswer, Post } from './engine.ts';

/** The engine's operations for our own code. Attribute values are as on the wire: bytes are base64 text. */
export interface EngineClient {
  send<O extends OperationName<'dynamodb'>>(
    operation: O,
    input: Input<'dynamodb', O>,
  ): Promise<Output<'dynamodb', O>>;
}

/** What the engine writes where AWS has region and account. */
const ENGINE_ARN = 'arn:aws:dynamodb:dynoxide:000000000000:';

export function engineClient(post: Post, { accountId, region }: EndpointContext): EngineClient {
  const ours = `arn:aws:dynamodb:${region}:${accountId}:`;
  return {
    async send(operation, input) {
      const answer = await post(
        {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
          // The engine wants a signature and does not check it.
          authorization: `AWS4-HMAC-SHA256 Credential=endpoint/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=none`,
          'x-amz-date': '20260101T000000Z',
        },
        renderJson(input),
      );
      if (answer.status !== 200) throw refusal(answer);
      return JSON.parse(answer.body.toString('utf8').replaceAll(ENGINE_ARN, ours), dates);
    },
  };
}

/** Timestamps come as epoch seconds. Numbers of items are text, so no attribute can be taken for one. */
function dates(key: string, value: unknown): unknown {
  return typeof value === 'number' && key.endsWith('DateTime') ? new Date(value * 1000) : value;
}

/** What the engine refused, with the code that it gave. */
function refusal(answer: EngineAnswer): AwsError {
  const { __type, message, Message, ...fields } = JSON.parse(answer.body.toString('utf8')) as Record<
    string,
    unknown
  >;
  return new AwsError(
    String(__type).split('#').at(-1) as string,
    String(message ?? Message ?? 'The request was refused.'),
    { status: answer.status, fields },
  );
}
