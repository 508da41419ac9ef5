import { CustomResource, Duration } from 'aws-cdk-lib';
import { ApiKey, type IRestApi, ResponseType, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import type { Grant, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { SubjectHistory } from '../../schemas/subject-history.ts';
import { ApiGatewayAccount } from '../constructs/api-gateway-account.ts';
import { DocumentTable } from '../constructs/document-table.ts';
import { ReleaseFunction } from '../constructs/release-function.ts';
import { ReleaseStack } from '../constructs/release-stack.ts';
import { type GatewayError, RestService, type RouteKey } from '../constructs/rest-service.ts';
import type { Release } from '../releases.ts';

export interface RegistryStackProps {
  /** What the registry holds from the start: protected, and never behind what is deployed. */
  histories: readonly SubjectHistory[];
}

/** For our own functions, which have a role to sign with. */
const LOOK_UP = 'GET /schemas/fingerprints/{fingerprint}' satisfies RouteKey;

/** What Confluent's clients and their like call. */
const CONFLUENT_ROUTES: readonly RouteKey[] = [
  'GET /',
  'GET /subjects',
  'GET /subjects/{subject}/versions',
  'POST /subjects/{subject}/versions',
  'POST /subjects/{subject}',
  'DELETE /subjects/{subject}',
  'GET /subjects/{subject}/versions/{version}',
  'GET /subjects/{subject}/versions/{version}/schema',
  'DELETE /subjects/{subject}/versions/{version}',
  'GET /schemas/types',
  'GET /schemas/ids/{id}',
  'GET /schemas/ids/{id}/schema',
  'GET /schemas/ids/{id}/subjects',
  'GET /schemas/ids/{id}/versions',
  'POST /compatibility/subjects/{subject}/versions',
  'POST /compatibility/subjects/{subject}/versions/{version}',
  'GET /config',
  'PUT /config',
  'DELETE /config',
  'GET /config/{subject}',
  'PUT /config/{subject}',
  'DELETE /config/{subject}',
  'GET /mode',
  'GET /associations/resources/{namespace}/{name}',
  // Whatever else Confluent's API has, so that the registry can say what it does not support.
  'ANY /{proxy+}',
];

/** Confluent's shape of an error, where it is API Gateway that refuses. */
const CONFLUENT_ERRORS: readonly GatewayError[] = [
  confluentError(ResponseType.DEFAULT_4XX, 400),
  confluentError(ResponseType.DEFAULT_5XX, 50001),
  confluentError(ResponseType.INVALID_API_KEY, 403),
  confluentError(ResponseType.MISSING_AUTHENTICATION_TOKEN, 403),
  confluentError(ResponseType.ACCESS_DENIED, 403),
  confluentError(ResponseType.INVALID_SIGNATURE, 403),
  confluentError(ResponseType.REQUEST_TOO_LARGE, 413),
  confluentError(ResponseType.THROTTLED, 429),
  confluentError(ResponseType.QUOTA_EXCEEDED, 429),
  // A body that is no object has no schema in it.
  { ...confluentError(ResponseType.BAD_REQUEST_BODY, 42201), status: '422' },
];

/**
 * Every client with a key can send schemas that take long to compare: they occupy at most these instances, and readers of
 * rows find one. Lambda keeps 10 of an account unreserved, so a new account that has no more than 10 deploys with
 * `-c registryConcurrency=none`: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const RESERVED_CONCURRENCY = 20;

/** CloudFormation hears from the function within seconds, or not at all. */
const PUBLISHING = Duration.minutes(2);

/** The schema registry: a table, a function, an API for clients of any make, and the schemas of this repository. */
export class RegistryStack extends ReleaseStack {
  readonly #rest: RestService;
  /** With which the APIs of other stacks log, too: this is the first stack with an API. */
  readonly logging: ApiGatewayAccount;

  constructor(scope: Construct, id: string, release: Release, { histories }: RegistryStackProps) {
    super(scope, id, { release, description: 'Modes of Dataflow: schema registry' });
    this.logging = new ApiGatewayAccount(this, 'ApiGateway');
    const { table } = new DocumentTable(this, 'Schemas');
    const registry = new ReleaseFunction(this, 'Registry', {
      service: 'registry',
      release,
      description: 'Schemas by subject, id and fingerprint, and what may follow what',
      timeout: Duration.seconds(20),
      ...(this.node.tryGetContext('registryConcurrency') !== 'none' && {
        reservedConcurrency: RESERVED_CONCURRENCY,
      }),
      environment: { REGISTRY_TABLE: table.tableName },
    });
    table.grant(
      registry.role,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    );
    this.#rest = new RestService(this, 'RegistryRest', {
      name: 'dataflow-registry',
      description: 'Schema registry with the REST API of Confluent',
      routes: [LOOK_UP],
      keyedRoutes: CONFLUENT_ROUTES,
      mediaTypes: ['application/vnd.schemaregistry.v1+json', 'application/vnd.schemaregistry+json'],
      errors: CONFLUENT_ERRORS,
      function: registry,
      account: this.logging,
    });
    this.output('RegistryApiId', this.apiId);
    this.output('RegistryFunctionName', registry.function.functionName);
    this.output('RegistryTableName', table.tableName);
    this.output('RegistryApiKeyId', this.#addKey());
    for (const history of histories) this.#publish(history, registry);
  }

  get apiId(): string {
    return this.#rest.api.restApiId;
  }

  /** May look up the schema under a fingerprint, and nothing else. */
  grantLookUp(role: Role): Grant {
    return this.#rest.grantInvoke(role, LOOK_UP);
  }

  /** One key for all clients. Its value is not in the template: `GetApiKey` tells it to those who may ask. */
  #addKey(): string {
    const key = new ApiKey(this, 'ClientKey', { description: 'Clients of the schema registry' });
    const plan = new UsagePlan(this, 'Clients', {
      description: 'Clients look schemas up once and keep them',
      throttle: { rateLimit: 100, burstLimit: 200 },
      apiStages: [{ api: this.#rest.api as IRestApi, stage: this.#rest.api.deploymentStage }],
    });
    plan.addApiKey(key);
    return key.keyId;
  }

  /** Registered by the deployment itself: what the registry refuses rolls the stack back, with the reasons. */
  #publish(history: SubjectHistory, { alias }: ReleaseFunction): void {
    new CustomResource(this, `${history.subject}-history`, {
      resourceType: 'Custom::SubjectHistory',
      serviceToken: alias.functionArn,
      serviceTimeout: PUBLISHING,
      properties: { History: JSON.stringify(history) },
    });
  }
}

function confluentError(type: ResponseType, code: number): GatewayError {
  return { type, template: `{"error_code":${code},"message":$context.error.messageString}` };
}
