import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  type CfnRestApi,
  EndpointType,
  type IRestApi,
  JsonSchemaType,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  MethodLoggingLevel,
  type MethodOptions,
  Model,
  RequestValidator,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Grant, type Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { ApiGatewayAccount } from './api-gateway-account.ts';
import { LIVE, type ReleaseFunction } from './release-function.ts';

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';
export type RouteKey = `${Verb} /${string}`;

export interface RestServiceProps {
  /** What a console shows; AWS allows several APIs of one name. */
  name: string;
  description: string;
  /** Every route, as `POST /profiles`; each goes to the function's alias and asks for a signed request. */
  routes: readonly RouteKey[];
  /**
   * Routes whose bodies are not JSON, and which the function gets as bytes. API Gateway then passes on all bodies of the
   * API in base64: as text, it would replace what is not UTF-8 without an error. A list of content types would not do for
   * responses, which follow the Accept header of the request: clients of Connect and gRPC-Web leave it out.
   */
  rawRoutes?: readonly RouteKey[];
  /** Routes for clients without credentials of AWS: they ask for an API key of a usage plan instead. */
  keyedRoutes?: readonly RouteKey[];
  /** What a body of JSON may call itself, besides `application/json`. */
  mediaTypes?: readonly string[];
  /** Requests that each method takes from all clients together; for APIs that anyone may reach. */
  throttling?: Throttling;
  /** What API Gateway says when it refuses by itself, where that is not what our handlers say by default. */
  errors?: readonly GatewayError[];
  function: ReleaseFunction;
  account: ApiGatewayAccount;
}

export interface Throttling {
  /** Requests a second, in the long run. */
  rate: number;
  /** Requests at once. */
  burst: number;
}

export interface GatewayError {
  type: ResponseType;
  /** Another status than API Gateway's own. */
  status?: string;
  /** Of the response; `application/json` by default. */
  contentType?: string;
  retryAfterSeconds?: number;
  template: string;
}

const OUR_ERROR = '{"error":{"code":"$context.error.responseType","message":$context.error.messageString}}';
export const DEFAULT_ERRORS: readonly GatewayError[] = [
  { type: ResponseType.DEFAULT_4XX, template: OUR_ERROR },
  { type: ResponseType.DEFAULT_5XX, template: OUR_ERROR },
];
/** By then a bucket has room again for as many requests as its rate. */
const THROTTLED: GatewayError = {
  type: ResponseType.THROTTLED,
  template: OUR_ERROR,
  retryAfterSeconds: 1,
};

/** A REST API in front of one function's alias. */
export class RestService extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: RestServiceProps) {
    super(scope, id);
    const { throttling } = props;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      restApiName: props.name,
      description: props.description,
      endpointTypes: [EndpointType.REGIONAL],
      // One account-wide role serves all APIs, see ApiGatewayAccount.
      cloudWatchRole: false,
      ...(props.rawRoutes !== undefined && { binaryMediaTypes: ['*/*'] }),
      defaultMethodOptions: { authorizationType: AuthorizationType.IAM },
      deployOptions: {
        stageName: LIVE,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: ACCESS_LOG,
        loggingLevel: MethodLoggingLevel.ERROR,
        ...(throttling && {
          throttlingRateLimit: throttling.rate,
          throttlingBurstLimit: throttling.burst,
        }),
      },
    });
    // CDK's own output names a host that only AWS has; callers build the URL from id and stage.
    this.api.node.tryRemoveChild('Endpoint');
    props.account.serves(this.api);
    this.#answerInOneShape([...(props.errors ?? DEFAULT_ERRORS), ...(throttling ? [THROTTLED] : [])]);
    this.#route(props);

    const isKeyed = (props.keyedRoutes ?? []).length > 0;
    acknowledge(this.api, {
      'AwsSolutions-APIG3':
        'A web ACL costs money at rest (5 USD a month, and 1 USD for each rule). Without it nothing filters requests by ' +
        `origin or rate before API Gateway, which refuses those without ${isKeyed ? 'an API key or ' : ''}a signature.`,
      'AwsSolutions-COG4': isKeyed
        ? "Clients are programs without users, many of other makers: they send the API key of a usage plan. The shop's " +
          'own functions sign their requests with IAM credentials.'
        : 'Callers are functions and tools without users of their own: they sign their requests with IAM credentials.',
    });
  }

  /** May call one route of this API, and no other. */
  grantInvoke(role: Role, route: RouteKey): Grant {
    const { method, path } = parseRoute(route);
    // Callers send a value in the place of a parameter, and IAM compares the path that they send.
    const sent = path.replaceAll(/\{[^}]+\}/g, '*');
    const grant = Grant.addToPrincipal({
      grantee: role,
      actions: ['execute-api:Invoke'],
      resourceArns: [this.api.arnForExecuteApi(method, sent, LIVE)],
    });
    if (sent !== path) {
      const arn = `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:${this.#idSeenBy(role)}`;
      const rule = `AwsSolutions-IAM5[Resource::${arn}/${LIVE}/${method}${sent}]`;
      acknowledge(role.node.findChild('DefaultPolicy'), {
        [rule]: 'The wildcard is in the place of a path parameter, whose values are not known in advance.',
      });
    }
    return grant;
  }

  /** The id of the API as cdk-nag writes it: a reference, or an import in another stack. */
  #idSeenBy(role: Role): string {
    const stack = Stack.of(this);
    if (Stack.of(role) === stack) return `<${stack.getLogicalId(this.api.node.defaultChild as CfnRestApi)}>`;
    const imported: { 'Fn::ImportValue': string } = stack.resolve(stack.exportValue(this.api.restApiId));
    return imported['Fn::ImportValue'];
  }

  #route(props: RestServiceProps): void {
    const { routes, rawRoutes = [], keyedRoutes = [], mediaTypes = [] } = props;
    const restApi = this.api as IRestApi;
    const integration = new LambdaIntegration(props.function.alias, { allowTestInvoke: false });
    const requestValidator = new RequestValidator(this, 'BodyValidator', {
      restApi,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    // Two releases answer behind one API, so its model must admit what either does: it is the loosest of the
    // contracts. Each release checks the fields itself.
    const model = new Model(this, 'JsonObject', {
      restApi,
      contentType: 'application/json',
      schema: { type: JsonSchemaType.OBJECT },
    });
    const requestModels = Object.fromEntries(
      ['application/json', ...mediaTypes].map((type) => [type, model]),
    );
    const add = (route: RouteKey, options: MethodOptions = {}): Method => {
      const { method, path } = parseRoute(route);
      return this.api.root.resourceForPath(path).addMethod(method, integration, {
        requestValidator,
        ...(WITH_BODY.has(method) && !rawRoutes.includes(route) && { requestModels }),
        ...options,
      });
    };
    for (const route of [...routes, ...rawRoutes]) add(route);
    for (const route of keyedRoutes) {
      const method = add(route, { authorizationType: AuthorizationType.NONE, apiKeyRequired: true });
      acknowledge(method, {
        'AwsSolutions-APIG4':
          'Clients of other makers cannot sign requests; they send the key of a usage plan.',
      });
    }
  }

  /** What API Gateway refuses by itself looks like what a handler refuses. */
  #answerInOneShape(errors: readonly GatewayError[]): void {
    for (const { type, status, contentType, retryAfterSeconds, template } of errors) {
      const responseHeaders = {
        ...(contentType !== undefined && { 'Content-Type': `'${contentType}'` }),
        ...(retryAfterSeconds !== undefined && { 'Retry-After': `'${retryAfterSeconds}'` }),
      };
      this.api.addGatewayResponse(gatewayResponseId(type), {
        type,
        ...(status !== undefined && { statusCode: status }),
        ...(Object.keys(responseHeaders).length > 0 && { responseHeaders }),
        templates: { 'application/json': template },
      });
    }
  }
}

const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** `DEFAULT_4XX` keeps the id that it had when there were no others. */
function gatewayResponseId({ responseType }: ResponseType): string {
  if (responseType === 'DEFAULT_4XX') return 'ClientError';
  return responseType === 'DEFAULT_5XX' ? 'ServerError' : responseType.replaceAll('_', '');
}

const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    epochMs: AccessLogField.contextRequestTimeEpoch(),
    method: AccessLogField.contextHttpMethod(),
    resource: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    responseLength: AccessLogField.contextResponseLength(),
    latency: AccessLogField.contextResponseLatency(),
    caller: AccessLogField.contextIdentityCaller(),
  }),
);

function parseRoute(route: RouteKey): { method: string; path: string } {
  const [method = '', path = ''] = route.split(' ');
  return { method, path };
}
