import { createOperationService } from '../core/operation.ts';
import { jsonProtocol } from '../core/protocols/json.ts';
import type { CreateService } from '../core/service.ts';
import { dynamoDbOf } from './dynamodb.ts';
import { operations } from './streams-operations.ts';

/** DynamoDB Streams: the engine writes the records, in one transaction with the change; reading them is ours. */
export const createService: CreateService = async (context) =>
  createOperationService({
    name: 'streams.dynamodb',
    context,
    engine: await dynamoDbOf(context),
    protocol: jsonProtocol({
      version: '1.0',
      target: 'DynamoDBStreams_20120810',
      errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
      checksum: true,
    }),
    operations,
  });
