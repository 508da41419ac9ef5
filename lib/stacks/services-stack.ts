import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { alarmOnMessages } from '../constructs/alarms.ts';
import type { ApiGatewayAccount } from '../constructs/api-gateway-account.ts';
import { faultsEnvironment, grantReadFaults } from '../constructs/fault-injection.ts';
import { PROBLEM_ERRORS } from '../constructs/problem-errors.ts';
import { LIVE, ReleaseFunction } from '../constructs/release-function.ts';
import { FIRST_RELEASE_PARAMETER, ReleaseStack } from '../constructs/release-stack.ts';
import {
  DEFAULT_ERRORS,
  type GatewayError,
  RestService,
  type RouteKey,
  type Throttling,
} from '../constructs/rest-service.ts';
import { destinationQueue, WorkQueue } from '../constructs/work-queue.ts';
import { FIRST_RELEASE, type Release, type ServiceName } from '../releases.ts';
import type { DataStack } from './data-stack.ts';

/** What customers reach. Far above what they need; it stops one that went wrong before it costs the others their turn. */
const PUBLIC: Throttling = { rate: 1000, burst: 2000 };

const CALLBACK_ROUTE: RouteKey = 'POST /callbacks/payments';
const PAYMENTS_TIMEOUT = Duration.seconds(8);

export interface ServicesStackProps {
  data: DataStack;
  logging: ApiGatewayAccount;
}

interface ServiceDefinition {
  service: ServiceName;
  description: string;
  routes: readonly RouteKey[];
  errors?: readonly GatewayError[];
  rawRoutes?: readonly RouteKey[];
  timeout: Duration;
  environment: Record<string, string>;
  throttling?: Throttling;
}

interface WorkerDefinition {
  service: ServiceName;
  description: string;
  /** The export of the service's code. */
  entry: string;
  timeout: Duration;
  environment: Record<string, string>;
}

interface DeployedService {
  name: string;
  function: ReleaseFunction;
  rest: RestService;
}

/**
 * What answers over HTTP: each service a REST API of its own in front of its function.
 *
 * A caller waits less long than its own caller does: fraud 4 s, carrier 5 s, payments 8 s, orders 20 s,
 * API Gateway 29 s.
 * So the first to give up is the one that knows what it was waiting for.
 */
export class ServicesStack extends ReleaseStack {
  readonly #release: Release;
  readonly #faults: ITable | undefined;
  readonly #logging: ApiGatewayAccount;

  constructor(scope: Construct, id: string, release: Release, { data, logging }: ServicesStackProps) {
    super(scope, id, { release, description: 'Modes of Dataflow: services' });
    this.#release = release;
    this.#faults = data.faults;
    this.#logging = logging;

    this.#addProfiles(data);
    const fraud = this.#addFraud(data);
    const callbacks = this.#addCallbacks(data);
    const payments = this.#addPayments(data, fraud, callbacks);
    const carrier = this.#addCarrier(data);
    this.#addOrders(data, payments, carrier);
    this.output('StageName', LIVE);
    this.#markFirstRelease();
  }

  #addProfiles({ shared }: DataStack): void {
    const profiles = this.#add('Profiles', {
      service: 'profiles',
      description: 'Profiles of users, kept in the shared table',
      routes: ['POST /profiles', 'GET /profiles/{userId}', 'PATCH /profiles/{userId}'],
      timeout: Duration.seconds(10),
      environment: { SHARED_TABLE: shared.tableName },
      throttling: PUBLIC,
    });
    // PutItem alone creates a profile; the naive release also overwrites with it.
    shared.grant(profiles.function.role, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
  }

  #addFraud({ fraud: table }: DataStack): DeployedService {
    const fraud = this.#add('Fraud', {
      service: 'fraud',
      description: 'Assesses payments',
      routes: [],
      // By package and method, one package for each version of the contract; GET for methods without side effects. JSON
      // comes as bytes like all other bodies, and API Gateway checks no bytes against a model: the handler does.
      rawRoutes: [
        'POST /assessments',
        'POST /shop.fraud.v1.FraudService/{method}',
        'GET /shop.fraud.v1.FraudService/{method}',
        'POST /shop.fraud.v2.FraudService/{method}',
        'GET /shop.fraud.v2.FraudService/{method}',
      ],
      timeout: Duration.seconds(4),
      environment: { FRAUD_TABLE: table.tableName },
    });
    table.grant(fraud.function.role, 'dynamodb:GetItem', 'dynamodb:PutItem');
    return fraud;
  }

  #addCallbacks({ callbacks: table }: DataStack): DeployedService {
    const callbacks = this.#add('Callbacks', {
      service: 'callbacks',
      description: 'Receives callbacks of payments, each of them once',
      routes: [CALLBACK_ROUTE],
      errors: [...DEFAULT_ERRORS, ...PROBLEM_ERRORS],
      timeout: Duration.seconds(3),
      environment: { CALLBACKS_TABLE: table.tableName },
    });
    table.grant(callbacks.function.role, 'dynamodb:PutItem');
    return callbacks;
  }

  #addPayments(
    { payments: table }: DataStack,
    fraud: DeployedService,
    callbacks: DeployedService,
  ): DeployedService {
    const work = this.#addQueue('PaymentsWork', 'Payments to take', PAYMENTS_TIMEOUT);
    const reports = this.#addQueue('PaymentsCallback', 'Callbacks of payments', PAYMENTS_TIMEOUT);
    const environment = {
      PAYMENTS_TABLE: table.tableName,
      FRAUD_API_ID: fraud.rest.api.restApiId,
      FRAUD_API_STAGE: LIVE,
      PAYMENTS_WORK_QUEUE_URL: work.queue.queueUrl,
    };
    const payments = this.#add('Payments', {
      service: 'payments',
      description: 'Takes payments once fraud has assessed them',
      routes: [
        'POST /payments',
        'GET /payments/{paymentId}',
        // The contracts in schemas/openapi/payments.
        ...(['v1', 'v2'] as const).flatMap(
          (version) =>
            [`POST /${version}/payments`, `GET /${version}/payments/{paymentId}`] satisfies RouteKey[],
        ),
      ],
      errors: [...DEFAULT_ERRORS, ...PROBLEM_ERRORS],
      timeout: PAYMENTS_TIMEOUT,
      // The receivers to which payments may be reported.
      environment: {
        ...environment,
        CALLBACKS_API_ID: callbacks.rest.api.restApiId,
        CALLBACKS_API_STAGE: LIVE,
      },
    });
    const worker = this.#addWorker('PaymentsWorker', work, {
      service: 'payments',
      description: 'Takes payments that no client waits for',
      entry: 'worker',
      timeout: PAYMENTS_TIMEOUT,
      environment: { ...environment, PAYMENTS_CALLBACK_QUEUE_URL: reports.queue.queueUrl },
    });
    for (const { role } of [payments.function, worker]) {
      table.grant(role, 'dynamodb:GetItem', 'dynamodb:PutItem');
      fraud.rest.grantInvoke(role, 'POST /shop.fraud.v1.FraudService/Assess');
      fraud.rest.grantInvoke(role, 'POST /shop.fraud.v2.FraudService/Assess');
    }
    work.queue.grant(payments.function.role, 'sqs:SendMessage');
    reports.queue.grant(worker.role, 'sqs:SendMessage');

    const sender = this.#addWorker('PaymentsCallbackSender', reports, {
      service: 'payments',
      description: 'Reports payments to their clients',
      entry: 'callbackSender',
      timeout: PAYMENTS_TIMEOUT,
      environment: {
        PAYMENTS_TABLE: table.tableName,
        PAYMENTS_CALLBACK_QUEUE_URL: reports.queue.queueUrl,
      },
    });
    table.grant(sender.role, 'dynamodb:GetItem');
    callbacks.rest.grantInvoke(sender.role, CALLBACK_ROUTE);
    return payments;
  }

  #addOrders({ shared }: DataStack, payments: DeployedService, carrier: DeployedService): void {
    const orders = this.#add('Orders', {
      service: 'orders',
      description: 'Places orders: kept as pending, paid for, then written together with their event',
      routes: ['POST /orders', 'GET /orders/{orderId}', 'POST /orders/{orderId}/shipment'],
      timeout: Duration.seconds(20),
      environment: {
        SHARED_TABLE: shared.tableName,
        PAYMENTS_API_ID: payments.rest.api.restApiId,
        PAYMENTS_API_STAGE: LIVE,
        CARRIER_API_ID: carrier.rest.api.restApiId,
        CARRIER_API_STAGE: LIVE,
      },
      throttling: PUBLIC,
    });
    // TransactWriteItems asks for the permission of each write in it; reconciliation queries what is pending.
    shared.grant(
      orders.function.role,
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    );
    payments.rest.grantInvoke(orders.function.role, 'POST /v1/payments');
    payments.rest.grantInvoke(orders.function.role, 'GET /v1/payments/{paymentId}');
    // Versions that hold v1 and v1.1 are deployed, too.
    payments.rest.grantInvoke(orders.function.role, 'POST /payments');
    payments.rest.grantInvoke(orders.function.role, 'GET /payments/{paymentId}');
    carrier.rest.grantInvoke(orders.function.role, 'POST /carrier');
    this.#reportReconciliations(orders.function);
    this.#scheduleReconciliation(orders.function);
  }

  #addCarrier({ carrier: table }: DataStack): DeployedService {
    const carrier = this.#add('Carrier', {
      service: 'carrier',
      description: 'Books and tracks shipments over SOAP',
      routes: [],
      rawRoutes: ['POST /carrier', 'GET /carrier'],
      timeout: Duration.seconds(5),
      environment: { CARRIER_TABLE: table.tableName },
    });
    table.grant(carrier.function.role, 'dynamodb:GetItem', 'dynamodb:PutItem');

    const timeout = Duration.seconds(5);
    const requests = this.#addQueue('CarrierRequests', 'Requests to the carrier', timeout);
    const replies = this.#addQueue('CarrierReplies', 'Replies of the carrier');
    const worker = this.#addWorker('CarrierWorker', requests, {
      service: 'carrier',
      description: 'Books shipments that are asked for over a queue',
      entry: 'worker',
      timeout,
      environment: {
        CARRIER_TABLE: table.tableName,
        CARRIER_REQUEST_QUEUE_URL: requests.queue.queueUrl,
        CARRIER_REPLY_QUEUE_URL: replies.queue.queueUrl,
      },
    });
    table.grant(worker.role, 'dynamodb:GetItem', 'dynamodb:PutItem');
    replies.queue.grant(worker.role, 'sqs:SendMessage');
    return carrier;
  }

  /**
   * What came of each reconciliation that was invoked asynchronously: by a schedule, or by `InvocationType: Event`. It is
   * not repeated when it fails, because the next one does the same work.
   */
  #reportReconciliations({ alias }: ReleaseFunction): void {
    const succeeded = destinationQueue(this, 'ReconciliationsSucceeded');
    const failed = destinationQueue(this, 'ReconciliationsFailed');
    alarmOnMessages(this, 'ReconciliationsFailedAlarm', failed, 'Reconciliations that failed');
    alias.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.hours(1),
      onSuccess: new SqsDestination(succeeded),
      onFailure: new SqsDestination(failed),
    });
    this.output('ReconciliationsSucceededQueueUrl', succeeded.queueUrl);
    this.output('ReconciliationsFailedQueueUrl', failed.queueUrl);
  }

  #addQueue(name: string, messages: string, timeout?: Duration): WorkQueue {
    const queue = new WorkQueue(this, name, { messages, ...(timeout && { timeout }) });
    this.output(`${name}QueueUrl`, queue.queue.queueUrl);
    this.output(`${name}DeadLetterQueueUrl`, queue.deadLetters.queueUrl);
    return queue;
  }

  /** Another function with the code of a service, for what comes over a queue: it has a role and a concurrency of its own. */
  #addWorker(
    name: string,
    queue: WorkQueue,
    { environment, ...definition }: WorkerDefinition,
  ): ReleaseFunction {
    const worker = new ReleaseFunction(this, name, {
      ...definition,
      release: this.#release,
      environment: { ...environment, ...faultsEnvironment(this.#faults) },
    });
    grantReadFaults(this.#faults, worker.role);
    queue.invoke(worker);
    this.output(`${name}FunctionName`, worker.function.functionName);
    return worker;
  }

  /**
   * Only where the context asks for it, as `-c reconcileEvery=5` (minutes): it is invoked at rest, which costs money, and
   * local endpoints have no scheduler. `dataflow orders reconcile` does the same by hand.
   */
  #scheduleReconciliation({ alias }: ReleaseFunction): void {
    const minutes = Number(this.node.tryGetContext('reconcileEvery') ?? 0);
    if (minutes === 0) return;
    if (!Number.isInteger(minutes) || minutes < 1) {
      throw new Error('reconcileEvery must be a whole number of minutes, from 1 on');
    }
    new Rule(this, 'Reconciliation', {
      description: 'Finishes orders that dead requests left pending',
      schedule: Schedule.rate(Duration.minutes(minutes)),
      targets: [
        new LambdaFunction(alias, {
          event: RuleTargetInput.fromObject({ action: 'reconcile' }),
          retryAttempts: 0,
        }),
      ],
    });
  }

  #add(name: string, definition: ServiceDefinition): DeployedService {
    const { service, description, timeout, environment: own, ...api } = definition;
    const environment = { ...own, ...faultsEnvironment(this.#faults) };
    const release = this.#release;
    const code = new ReleaseFunction(this, name, { service, release, description, timeout, environment });
    grantReadFaults(this.#faults, code.role);
    const rest = new RestService(this, `${name}Rest`, {
      name: `dataflow-${service}`,
      description,
      ...api,
      function: code,
      account: this.#logging,
    });
    this.output(`${name}ApiId`, rest.api.restApiId);
    this.output(`${name}FunctionName`, code.function.functionName);
    return { name, function: code, rest };
  }

  /** What a later release looks for. It comes last, and stays in every later template. */
  #markFirstRelease(): void {
    new StringParameter(this, 'FirstReleaseMarker', {
      parameterName: FIRST_RELEASE_PARAMETER,
      stringValue: FIRST_RELEASE,
      description: 'Release v1 stands: a later one can be deployed next to it',
    });
  }
}
