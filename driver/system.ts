import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CHANNELS,
  type Channel,
  DELIVERY_SEMANTICS,
  type DeliverySemantics,
} from '../schemas/events/delivery-message.ts';
import { PAYLOAD_KINDS, type PayloadKind } from '../schemas/events/product-events.ts';
import { DriverError } from './errors.ts';
import { RELEASES as RECORDS_RELEASES, type RecordsRelease } from './records/releases.ts';

export const STACKS = [
  'Dataflow-Data',
  'Dataflow-Messaging',
  'Dataflow-Services',
  'Dataflow-Registry',
  'Dataflow-Records',
  'Dataflow-Archive',
  'Dataflow-Deliveries',
  'Dataflow-MessagingLabs',
  'Dataflow-Payloads',
] as const;

/** The Lambda alias that every function is reached through. */
export const ALIAS = 'live';

/**
 * What each service consists of, besides its function. Its stack outputs begin with its name: `FraudFunctionName`,
 * `FraudApiId`, `FraudTableName`. A new service is one line.
 */
const PARTS = {
  profiles: ['api'],
  orders: ['api'],
  payments: ['api', 'table'],
  fraud: ['api', 'table'],
  carrier: ['api', 'table'],
  callbacks: ['api', 'table'],
  analytics: ['queue', 'table'],
  email: ['queue', 'table'],
  journal: ['queue', 'table'],
} as const satisfies Record<string, readonly Part[]>;

/**
 * Functions that have the code of a service and work on a queue; outputs begin with the name: `PaymentsWorkerFunctionName`.
 */
const WORKERS = ['paymentsWorker', 'paymentsCallbackSender', 'carrierWorker'] as const;
export type WorkerName = (typeof WORKERS)[number];

/**
 * Consumer groups of the journal that take replays, by the name that begins their outputs. Each has a queue that nothing but
 * a replay sends to, and a table of its own.
 */
const GROUPS = { 'analytics-rebuild': 'AnalyticsRebuild' } as const;
export type GroupName = keyof typeof GROUPS;
const GROUP_NAMES = Object.keys(GROUPS) as readonly GroupName[];

/** Queues between functions, and from a function to its client: `PaymentsWorkQueueUrl`. */
const WORK_QUEUES = ['paymentsWork', 'paymentsCallback', 'carrierRequests', 'carrierReplies'] as const;
export type WorkQueueName = (typeof WORK_QUEUES)[number];

type Part = 'api' | 'queue' | 'table';
type PartOf<Name extends keyof typeof PARTS> = (typeof PARTS)[Name][number];
type NameWith<Wanted extends Part> = {
  [Name in keyof typeof PARTS]: Wanted extends PartOf<Name> ? Name : never;
}[keyof typeof PARTS];

/** A service that is called over HTTP. */
export type ServiceName = NameWith<'api'>;
/** A service that reads from a queue. */
export type ConsumerName = NameWith<'queue'>;
/** One table is shared by several services; each other one belongs to one. */
export type TableName = 'shared' | NameWith<'table'>;

export const SERVICE_NAMES = namesWith('api');

export interface Consumer {
  functionName: string;
  queueUrl: string;
  /** Messages that the function could not process. */
  deadLetterUrl: string;
  /** Messages that the topic could not deliver. */
  undeliveredUrl: string;
}

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
  readonly consumers: Record<ConsumerName, Consumer>;
  readonly replay: { functionName: string };
  readonly groups: Record<
    GroupName,
    { functionName: string; queueUrl: string; deadLetterUrl: string; tableName: string }
  >;
  readonly workers: Record<WorkerName, { functionName: string }>;
  readonly queues: Record<WorkQueueName, { queueUrl: string; deadLetterUrl: string }>;
  /** Lambda's reports of reconciliations that were invoked asynchronously. */
  readonly reconciliations: { succeededUrl: string; failedUrl: string };
  /** The storage lab and the unknown-fields lab: one table, one function for each release. */
  readonly records: { table: string; functions: Record<RecordsRelease, string> };
  readonly archive: { functionName: string; bucket: string };
  /** The deliveries lab: topics, and their queues by how the consumer acknowledges messages. */
  readonly deliveries: {
    functionName: string;
    table: string;
    topics: Record<Channel, { topicArn: string; undeliveredUrl: string }>;
    queues: Record<Channel, Record<DeliverySemantics, { queueUrl: string; deadLetterUrl: string }>>;
  };
  /** A lab that writes twice instead of using the outbox. */
  readonly dualWrite: { functionName: string; table: string };
  /** A lab whose consumer keeps a log of the order in which messages take effect. */
  readonly ordering: {
    functionName: string;
    table: string;
    standard: { queueUrl: string; deadLetterUrl: string };
    fifo: { queueUrl: string; deadLetterUrl: string };
  };
  /** The payloads lab: a publisher, and for each payload kind a topic and its consumer. */
  readonly payloads: {
    publisher: string;
    table: string;
    bucket: string;
    kinds: Record<PayloadKind, Consumer & { topicArn: string }>;
  };
  /** The rules of fault injection; only in a deployment with its switch. */
  readonly faultsTable: string | undefined;
}

/** @param what a stack or an output, named as CloudFormation does */
function missing(what: string): DriverError {
  return new DriverError('system-missing', `The shop is not deployed here: ${what} is missing`, {
    subject: what,
  });
}

/** @throws {DriverError} `system-missing` */
export async function readSystem(cloudformation: CloudFormationClient): Promise<System> {
  const outputs = new Map<string, string>();
  for (const stack of STACKS) {
    for (const [name, value] of await outputsOf(cloudformation, stack)) outputs.set(name, value);
  }
  return systemOf(outputs);
}

/** The system that stack outputs describe. @throws {DriverError} `system-missing` */
export function systemOf(outputs: ReadonlyMap<string, string>): System {
  const output = (name: string): string => {
    const value = outputs.get(name);
    if (value === undefined) throw missing(`output ${name}`);
    return value;
  };
  const api = (name: string) => ({
    apiId: output(`${name}ApiId`),
    functionName: output(`${name}FunctionName`),
  });
  const reader = (name: string) => ({
    functionName: output(`${name}FunctionName`),
    queueUrl: output(`${name}QueueUrl`),
    deadLetterUrl: output(`${name}DeadLetterQueueUrl`),
  });
  const consumer = (name: string) => ({
    ...reader(name),
    undeliveredUrl: output(`${name}UndeliveredQueueUrl`),
  });
  const queue = (name: string) => ({
    queueUrl: output(`${name}QueueUrl`),
    deadLetterUrl: output(`${name}DeadLetterQueueUrl`),
  });
  const table = (name: string) => output(`${name}TableName`);

  return {
    stage: output('StageName'),
    tables: each(['shared', ...namesWith('table')], table),
    services: each(SERVICE_NAMES, api),
    consumers: each(namesWith('queue'), consumer),
    registry: { ...api('Registry'), tableName: table('Registry'), apiKeyId: output('RegistryApiKeyId') },
    relay: { functionName: output('RelayFunctionName'), setAsideUrl: output('RelaySetAsideQueueUrl') },
    replay: { functionName: output('ReplayFunctionName') },
    groups: Object.fromEntries(
      GROUP_NAMES.map((group) => {
        const name = GROUPS[group];
        return [group, { ...reader(name), tableName: table(name) }];
      }),
    ) as System['groups'],
    workers: each(WORKERS, (name) => ({ functionName: output(`${name}FunctionName`) })),
    queues: each(WORK_QUEUES, queue),
    reconciliations: {
      succeededUrl: output('ReconciliationsSucceededQueueUrl'),
      failedUrl: output('ReconciliationsFailedQueueUrl'),
    },
    records: {
      table: table('Records'),
      functions: each(RECORDS_RELEASES, (release) => output(`Records${release}FunctionName`)),
    },
    archive: { functionName: output('ArchiveFunctionName'), bucket: output('ArchiveBucketName') },
    deliveries: {
      functionName: output('DeliveriesFunctionName'),
      table: table('Deliveries'),
      topics: each(CHANNELS, (channel) => ({
        topicArn: output(`Deliveries${channel}TopicArn`),
        undeliveredUrl: output(`Deliveries${channel}UndeliveredQueueUrl`),
      })),
      queues: each(CHANNELS, (channel) =>
        each(DELIVERY_SEMANTICS, (semantics) => ({
          queueUrl: output(`Deliveries${semantics}${channel}QueueUrl`),
          deadLetterUrl: output(`Deliveries${semantics}${channel}DeadLetterQueueUrl`),
        })),
      ),
    },
    dualWrite: { functionName: output('DualWriteFunctionName'), table: table('DualWrite') },
    ordering: {
      functionName: output('OrderingFunctionName'),
      table: table('Ordering'),
      standard: queue('OrderingStandard'),
      fifo: queue('OrderingFifo'),
    },
    payloads: {
      publisher: output('PayloadsPublisherFunctionName'),
      table: table('Payloads'),
      bucket: output('PayloadsBucketName'),
      kinds: each(PAYLOAD_KINDS, (name) => ({
        ...consumer(`Payloads${name}`),
        topicArn: output(`Payloads${name}TopicArn`),
      })),
    },
    faultsTable: outputs.get('FaultsTableName'),
  };
}

function namesWith<Wanted extends Part>(wanted: Wanted): readonly NameWith<Wanted>[] {
  const parts = Object.entries<readonly Part[]>(PARTS);
  // The same condition as in the type.
  return parts.filter(([, own]) => own.includes(wanted)).map(([name]) => name as NameWith<Wanted>);
}

/** One value for each name; `read` gets the name as outputs have it: `AtMostOnce` for `at-most-once`. */
function each<Name extends string, Value>(
  names: readonly Name[],
  read: (pascalCase: string) => Value,
): Record<Name, Value> {
  const read_ = names.map((name) => [name, read(name.split('-').map(capitalized).join(''))]);
  return Object.fromEntries(read_) as Record<Name, Value>;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export async function stackExists(cloudformation: CloudFormationClient, stack: string): Promise<boolean> {
  return (await describe(cloudformation, stack)) !== undefined;
}

async function outputsOf(cloudformation: CloudFormationClient, stack: string): Promise<[string, string][]> {
  const described = await describe(cloudformation, stack);
  if (described === undefined) throw missing(`stack ${stack}`);
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
