import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { ApiGatewayAccount } from '../constructs/api-gateway-account.ts';
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
import { FIRST_RELEASE, type Release, type ServiceName } from '../releases.ts';
import type { DataStack } from './data-stack.ts';

/** What customers reach. Far above what they need; it stops one that went wrong before it costs the others their turn. */
const PUBLIC: Throttling = { rate: 1000, burst: 2000 };

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
  /** With which the APIs of other stacks log, too. */
  readonly logging: ApiGatewayAccount;

  constructor(scope: Construct, id: string, release: Release, data: DataStack) {
    super(scope, id, { release, description: 'Modes of Dataflow: services' });
    this.#release = release;
    this.#faults = data.faults;
    this.logging = new ApiGatewayAccount(this, 'ApiGateway');

    this.#addProfiles(data);
    const fraud = this.#addFraud(data);
    const payments = this.#addPayments(data, fraud);
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

  #addPayments({ payments: table }: DataStack, fraud: DeployedService): DeployedService {
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
      timeout: Duration.seconds(8),
      environment: {
        PAYMENTS_TABLE: table.tableName,
        FRAUD_API_ID: fraud.rest.api.restApiId,
        FRAUD_API_STAGE: LIVE,
      },
    });
    table.grant(payments.function.role, 'dynamodb:GetItem', 'dynamodb:PutItem');
    fraud.rest.grantInvoke(payments.function.role, 'POST /shop.fraud.v1.FraudService/Assess');
    fraud.rest.grantInvoke(payments.function.role, 'POST /shop.fraud.v2.FraudService/Assess');
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
    return carrier;
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
      account: this.logging,
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
