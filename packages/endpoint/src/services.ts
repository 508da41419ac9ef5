import type { ServiceDescriptor } from './core/service.ts';

/**
 * The services of the endpoint. Each is loaded when it is first called, so that a start pays for none that is not
 * used; its protocol and operations are in its `service.ts` and `operations.ts`.
 */
export const SERVICES: readonly ServiceDescriptor[] = [
  {
    name: 'apigateway',
    scopes: ['apigateway', 'execute-api'],
    load: () => import('./api-gateway/service.ts'),
  },
  {
    name: 'cloudformation',
    scopes: ['cloudformation'],
    load: () => import('./cloudformation/service.ts'),
  },
  {
    name: 'dynamodb',
    scopes: ['dynamodb'],
    target: 'DynamoDB_20120810',
    load: () => import('./dynamodb/service.ts'),
  },
  {
    // Streams are signed for DynamoDB's scope; only the target tells them apart.
    name: 'streams.dynamodb',
    scopes: [],
    target: 'DynamoDBStreams_20120810',
    load: () => import('./dynamodb/streams-service.ts'),
  },
  {
    name: 'ecr',
    scopes: ['ecr'],
    target: 'AmazonEC2ContainerRegistry_V20150921',
    load: () => import('./ecr/service.ts'),
  },
  { name: 'iam', scopes: ['iam'], global: true, load: () => import('./iam/service.ts') },
  { name: 'kms', scopes: ['kms'], target: 'TrentService', load: () => import('./kms/service.ts') },
  { name: 'lambda', scopes: ['lambda'], load: () => import('./lambda/service.ts') },
  { name: 'logs', scopes: ['logs'], target: 'Logs_20140328', load: () => import('./logs/service.ts') },
  { name: 's3', scopes: ['s3'], global: true, load: () => import('./s3/service.ts') },
  { name: 'sns', scopes: ['sns'], load: () => import('./sns/service.ts') },
  { name: 'sqs', scopes: ['sqs'], target: 'AmazonSQS', load: () => import('./sqs/service.ts') },
  { name: 'ssm', scopes: ['ssm'], target: 'AmazonSSM', load: () => import('./ssm/service.ts') },
  { name: 'sts', scopes: ['sts'], global: true, load: () => import('./sts/service.ts') },
];
