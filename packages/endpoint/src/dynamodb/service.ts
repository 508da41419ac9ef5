import type { CallOptions, Input, OperationName } from '../core/api.ts';
import { AwsError } from '../core/errors.ts';
import { createOperationService } from '../core/operation.ts';
import { jsonProtocol } from '../core/protocols/json.ts';
import type { CreateService } from '../core/service.ts';
import type { WireRequest, WireResponse } from '../core/wire.ts';
import { engineClient } from './client.ts';
import { passOn } from './data-plane/pass-on.ts';
import { type DynamoDb, dynamoDbOf } from './dynamodb.ts';
import { ENGINE_OPERATIONS, operations } from './operations.ts';

/** A request to DynamoDB may have 16 MB (the largest batch). */
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

const protocol = jsonProtocol({
  version: '1.0',
  target: 'DynamoDB_20120810',
  errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
  checksum: true,
});

/** DynamoDB: items go to the engine and back as they are; tables are ours as far as the engine falls short. */
export const createService: CreateService = async (context) => {
  const dynamoDb = await dynamoDbOf(context);
  let closing = false;
  const failed = (error: AwsError, operation: string) => {
    // What a function still asked for when the endpoint was told to end is no failure.
    if (closing) return;
    context.log('error', 'an operation failed', { service: 'dynamodb', operation, cause: error.cause });
  };
  const controlPlane = createOperationService({
    name: 'dynamodb',
    engine: dynamoDb,
    protocol,
    operations,
    failed,
  });

  const guarded = engineClient((headers, body) => {
    const operation = headers['x-amz-target']?.split('.')[1] ?? '';
    return passOn(dynamoDb, operation, headers, Buffer.from(body));
  }, context);

  return {
    async handle(request) {
      const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      const passing = ENGINE_OPERATIONS.get(operation);
      if (passing === undefined) return controlPlane.handle(request);
      try {
        const answer = await pass(dynamoDb, operation, request);
        if (passing.writes) dynamoDb.streams.written();
        return answer;
      } catch (thrown) {
        const error = AwsError.from(thrown);
        if (error.status >= 500) failed(error, operation);
        return protocol.refuse(error, request);
      }
    },
    async call(operation, input, options: CallOptions) {
      const passing = ENGINE_OPERATIONS.get(operation);
      if (passing === undefined) return controlPlane.call(operation, input, options);
      // The table says which names are the engine's.
      const output = await guarded.send(
        operation as OperationName<'dynamodb'>,
        input as Input<'dynamodb', OperationName<'dynamodb'>>,
      );
      if (passing.writes) dynamoDb.streams.written();
      return output;
    },
    refuse: (error, request) => protocol.refuse(error, request),
    resume: async () => dynamoDb.sweeper.resume(),
    close() {
      closing = true;
      return dynamoDb.close();
    },
  };
};

async function pass(dynamoDb: DynamoDb, operation: string, request: WireRequest): Promise<WireResponse> {
  const body = await request.body(LARGEST_BODY_BYTES);
  // The engine is told the operation as it was understood here.
  const headers: Record<string, string> = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  for (const name of ['authorization', 'content-type', 'x-amz-date']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  const answer = await passOn(dynamoDb, operation, headers, body);
  const { 'content-type': type, 'x-amz-crc32': checksum } = answer.headers;
  return {
    status: answer.status,
    headers: {
      'x-amzn-requestid': request.id,
      ...(type !== undefined && { 'content-type': type }),
      ...(typeof checksum === 'string' && { 'x-amz-crc32': checksum }),
    },
    body: answer.body,
  };
}
