import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';

export const STACKS = [
  'Dataflow-Data',
  'Dataflow-Messaging',
  'Dataflow-Services',
  'Dataflow-Registry',
  'Dataflow-Records',
  'Dataflow-Archive',
] as const;

/** The Lambda alias that every function is reached through. */
export const ALIAS = 'live';

export const SERVICE_NAMES = ['profiles', 'orders', 'payments', 'fraud'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];
export type ConsumerName = 'analytics' | 'email' | 'journal';
export type RecordsRelease = 'v1' | 'v2' | 'v3' | 'v4' | 'v5' | 'v6';
export type TableName = 'shared' | 'payments' | 'fraud' | ConsumerName;

/** Where the parts of the deployed system are, as its stacks say. */
export interface System {
  readonly stage: string;
  readonly tables: Record<TableName, string>;
  readonly services: Record<ServiceName, { apiId: string; functionName: string }>;
  /** The schema registry; API Gateway returns the value of the key to those who may read it. */
  readonly registry: { apiId: string; functionName: string; tableName: string; apiKeyId: string };
  /** Sends what is in the outbox to the topic. */
  readonly relay: {
    functionName: string;
    /** Reports of outbox items that cannot be published. */
    setAsideUrl: string;
  };
  readonly consumers: Record<
    ConsumerName,
    {
      functionName: string;
      queueUrl: string;
      /** Messages that the function could not process. */
      deadLetterUrl: string;
      /** Messages that the topic could not deliver. */
      undeliveredUrl: string;
    }
  >;
  /** Records in four storage strategies, one function a release. */
  readonly records: { table: string; functions: Record<RecordsRelease, string> };
  readonly archive: { functionName: string; bucket: string };
}

/** The system is not there, or not whole. */
export class SystemMissingError extends Error {
  readonly missing: string;

  constructor(missing: string) {
    super(`The shop is not deployed here: ${missing} is missing`);
    this.name = 'SystemMissingError';
    this.missing = missing;
  }
}

/** @throws {SystemMissingError} */
export async function readSystem(cloudformation: CloudFormationClient): Promise<System> {
  const outputs = new Map<string, string>();
  for (const stack of STACKS) {
    for (const [name, value] of await outputsOf(cloudformation, stack)) outputs.set(name, value);
  }
  const output = (name: string): string => {
    const value = outputs.get(name);
    if (value === undefined) throw new SystemMissingError(`output ${name}`);
    return value;
  };
  const service = (name: string) => ({
    apiId: output(`${name}ApiId`),
    functionName: output(`${name}FunctionName`),
  });
  const consumer = (name: string) => ({
    functionName: output(`${name}FunctionName`),
    queueUrl: output(`${name}QueueUrl`),
    deadLetterUrl: output(`${name}DeadLetterQueueUrl`),
    undeliveredUrl: output(`${name}UndeliveredQueueUrl`),
  });

  return {
    stage: output('StageName'),
    tables: {
      shared: output('SharedTableName'),
      payments: output('PaymentsTableName'),
      fraud: output('FraudTableName'),
      analytics: output('AnalyticsTableName'),
      email: output('EmailTableName'),
      journal: output('JournalTableName'),
    },
    services: {
      profiles: service('Profiles'),
      orders: service('Orders'),
      payments: service('Payments'),
      fraud: service('Fraud'),
    },
    registry: {
      ...service('Registry'),
      tableName: output('RegistryTableName'),
      apiKeyId: output('RegistryApiKeyId'),
    },
    records: {
      table: output('RecordsTableName'),
      functions: {
        v1: output('RecordsV1FunctionName'),
        v2: output('RecordsV2FunctionName'),
        v3: output('RecordsV3FunctionName'),
        v4: output('RecordsV4FunctionName'),
        v5: output('RecordsV5FunctionName'),
        v6: output('RecordsV6FunctionName'),
      },
    },
    archive: { functionName: output('ArchiveFunctionName'), bucket: output('ArchiveBucketName') },
    relay: { functionName: output('RelayFunctionName'), setAsideUrl: output('RelaySetAsideQueueUrl') },
    consumers: { analytics: consumer('Analytics'), email: consumer('Email'), journal: consumer('Journal') },
  };
}

export async function stackExists(cloudformation: CloudFormationClient, stack: string): Promise<boolean> {
  return (await describe(cloudformation, stack)) !== undefined;
}

async function outputsOf(cloudformation: CloudFormationClient, stack: string): Promise<[string, string][]> {
  const described = await describe(cloudformation, stack);
  if (described === undefined) throw new SystemMissingError(`stack ${stack}`);
  return (described.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
    OutputKey !== undefined && OutputValue !== undefined ? [[OutputKey, OutputValue]] : [],
  );
}

async function describe(cloudformation: CloudFormationClient, stack: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks?.[0];
  } catch (error) {
    // CloudFormation has no code of its own for a stack that does not exist.
    if (error instanceof CloudFormationServiceException && error.name === 'ValidationError') return undefined;
    throw error;
  }
}
