import type { APIGateway } from '@aws-sdk/client-api-gateway';
import type { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import type { ECR } from '@aws-sdk/client-ecr';
import type { IAM } from '@aws-sdk/client-iam';
import type { KMS } from '@aws-sdk/client-kms';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { S3 } from '@aws-sdk/client-s3';
import type { SNS } from '@aws-sdk/client-sns';
import type { SQS } from '@aws-sdk/client-sqs';
import type { SSM } from '@aws-sdk/client-ssm';
import type { STS } from '@aws-sdk/client-sts';

/**
 * Services speak to each other inside the process in the shapes of the AWS SDK: what CloudFormation or an event
 * source mapping does is exactly what a client could do over the wire. Only types come from the SDK.
 */
export interface Clients {
  apigateway: APIGateway;
  cloudformation: CloudFormation;
  dynamodb: DynamoDB;
  'streams.dynamodb': DynamoDBStreams;
  ecr: ECR;
  iam: IAM;
  kms: KMS;
  lambda: Lambda;
  logs: CloudWatchLogs;
  s3: S3;
  sns: SNS;
  sqs: SQS;
  ssm: SSM;
  sts: STS;
}

/** Service names as they stand in a credential scope (streams apart: they share DynamoDB's). */
export type ServiceName = keyof Clients;

type OperationKey<S extends ServiceName> = Exclude<
  keyof Clients[S],
  'config' | 'send' | 'destroy' | 'middlewareStack'
>;

export type OperationName<S extends ServiceName> = Capitalize<Extract<OperationKey<S>, string>>;

/** SDK methods have three overloads (promise, callback, options and callback); the first carries the shapes. */
type Shapes<F> = F extends {
  (args: infer I, options?: infer _A): Promise<infer O>;
  (args: infer _B, callback: infer _C): void;
  (args: infer _D, options: infer _E, callback: infer _F): void;
}
  ? { input: I; output: Omit<O, '$metadata'> }
  : never;

type Method<S extends ServiceName, O extends string> =
  Uncapitalize<O> extends keyof Clients[S] ? Clients[S][Uncapitalize<O>] : never;

export type Input<S extends ServiceName, O extends OperationName<S>> = Shapes<Method<S, O>>['input'];
export type Output<S extends ServiceName, O extends OperationName<S>> = PlainBytes<
  Shapes<Method<S, O>>['output']
>;

/** The SDK's clients add methods to the bytes and streams they return; services return plain bytes. */
type PlainBytes<T> = {
  [K in keyof T]: Extract<T[K], Uint8Array | { transformToByteArray: unknown }> extends never
    ? T[K]
    : Uint8Array | undefined;
};

export interface CallOptions {
  /** Ends a waiting call (a long poll) early. */
  signal?: AbortSignal;
  /** Holds a read of a stream until there is something to read, but no longer; AWS has no such wait. */
  waitMilliseconds?: number;
  /** The trace that the call belongs to, as X-Amzn-Trace-Id of a request over the wire would say. */
  traceHeader?: string;
  /** On whose behalf, as the credentials of a request over the wire would say. */
  accessKeyId?: string;
  /** The calling service, such as `sns.amazonaws.com`; set by the context. */
  servicePrincipal?: string;
  /** ARN of the resource that the calling service acts for: the policy of the called resource must allow it. */
  sourceArn?: string;
}

/** Runs an operation of another service of this endpoint, without a network hop. Throws AwsError. */
export type Call = <S extends ServiceName, O extends OperationName<S>>(
  service: S,
  operation: O,
  input: Input<S, O>,
  options?: CallOptions,
) => Promise<Output<S, O>>;
