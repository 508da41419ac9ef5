import type { CallOptions, Input, OperationName } from '../core/api.ts';
import { AwsError } from '../core/errors.ts';
import { createOperationService, traceHeadersOf } from '../core/operation.ts';
import { jsonProtocol } from '../core/protocols/json.ts';
import type { CreateService } from '../core/service.ts';
import type { WireRequest, WireResponse } from '../core/wire.ts';
import { engineClient } from './client.ts';
import { AnsweredError } from './data-plane/answered-error.ts';
import { passOn } from './data-plane/pass-on.ts';
import { resourceOf } from './data-plane/resource-of.ts';
import { type DynamoDb, dynamoDbOf } from './dynamodb.ts';
import type { EngineAnswer } from './engine.ts';
import { ENGINE_OPERATIONS, operations } from './operations.ts';
import { withTableNames } from './table-names.ts';

/** A request to DynamoDB may have 16 MB (the largest batch). */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const protocol = jsonProtocol({
  version: '1.0',
  target: 'DynamoDB_20120810',
  errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
  checksum: true,
});

/** DynamoDB: items go to the engine and back as they are; tables are ours as far as the engine falls short. */
export const createService: CreateService = async (context) => {
  const dynamoDb = await dynamoDbOf(context);
  const controlPlane = createOperationService({
    name: 'dynamodb',
    context,
    engine: dynamoDb,
    protocol: {
      ...protocol,
      async read(request) {
        const { operation, input } = await protocol.read(request);
        return { operation, input: withTableNames(input as Record<string, unknown>, context) };
      },
    },
    operations,
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
        const body = await request.body(MAX_BODY_BYTES);
        const input = () => readInput(body);
        const answer = await context.calls.run(
          {
            id: request.id,
            service: 'dynamodb',
            operation,
            input,
            origin: 'wire',
            principal: () => context.principals.ofAccessKey(request.scope?.accessKeyId),
            resource: () => resourceOf(context, input()),
            traceHeaders: traceHeadersOf(request),
          },
          async () => {
            const passed = await pass(dynamoDb, operation, request, body);
            if (passed.status >= 400) throw new AnsweredError(passed);
            return passed;
          },
        );
        if (passing.writes) dynamoDb.streams.written();
        return responseOf(answer, request);
      } catch (thrown) {
        if (thrown instanceof AnsweredError) return responseOf(thrown.answer, request);
        return protocol.refuse(AwsError.from(thrown), request);
      }
    },
    async call(operation, input, options: CallOptions) {
      const passing = ENGINE_OPERATIONS.get(operation);
      if (passing === undefined) {
        return controlPlane.call(operation, withTableNames({ ...input }, context), options);
      }
      const output = await context.calls.run(
        {
          service: 'dynamodb',
          operation,
          input: () => input,
          origin: 'service',
          principal: () => ({
            type: 'service',
            service: options.servicePrincipal ?? 'dynamodb.amazonaws.com',
          }),
          resource: () => resourceOf(context, input),
          traceHeaders: { amazon: options.traceHeader },
        },
        () =>
          // The table says which names are the engine's.
          guarded.send(
            operation as OperationName<'dynamodb'>,
            input as Input<'dynamodb', OperationName<'dynamodb'>>,
          ),
      );
      if (passing.writes) dynamoDb.streams.written();
      return output;
    },
    refuse: (error, request) => protocol.refuse(error, request),
    resume: async () => dynamoDb.sweeper.resume(),
    close: () => dynamoDb.close(),
  };
};

/** What an interceptor reads of a body that passes through untouched. */
function readInput(body: Buffer): object {
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    return typeof input === 'object' && input !== null ? input : {};
  } catch {
    return {};
  }
}

function pass(
  dynamoDb: DynamoDb,
  operation: string,
  request: WireRequest,
  body: Buffer,
): Promise<EngineAnswer> {
  // The engine gets the operation as it was understood here.
  const headers: Record<string, string> = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  for (const name of ['authorization', 'content-type', 'x-amz-date']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return passOn(dynamoDb, operation, headers, body);
}

function responseOf(answer: EngineAnswer, request: WireRequest): WireResponse {
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
