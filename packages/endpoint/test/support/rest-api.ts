import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiRequest,
  GetResourcesCommand,
  PutIntegrationCommand,
  type PutIntegrationRequest,
  PutMethodCommand,
  type PutMethodRequest,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Endpoint } from '../../src/endpoint.ts';

type Place = 'restApiId' | 'resourceId' | 'httpMethod';

export interface TestRoute extends Partial<Omit<PutMethodRequest, Place>> {
  /** Such as `POST /orders/{orderId}`. */
  route: string;
  /** The function that answers: its ARN or, unqualified, its name; without it the route answers as a mock. */
  function?: string;
  integration?: Partial<Omit<PutIntegrationRequest, Place>>;
}

export interface TestRestApi {
  id: string;
  /** Resource ids by path. */
  resources: Map<string, string>;
  /** Adds routes; not live before `deploy`. */
  add(routes: readonly TestRoute[]): Promise<void>;
  /** Points the stage `live` at a new deployment. */
  deploy(): Promise<string>;
  /** Base URL of the stage `live`. */
  url: string;
}

/** `arn:aws:apigateway:…` of a function, as integrations name it. */
export function invocationUri(functionArn: string, region = 'us-east-1'): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

/** Makes a REST API with its routes and deploys it to the stage `live`. Takes what `clients(endpoint)` gives. */
export async function createRestApi(
  endpoint: Pick<Endpoint, 'url' | 'region'>,
  clients: { apigateway(): APIGatewayClient; lambda(): LambdaClient },
  routes: readonly TestRoute[],
  settings: Partial<CreateRestApiRequest> = {},
): Promise<TestRestApi> {
  const apigateway = clients.apigateway();
  const created = await apigateway.send(new CreateRestApiCommand({ name: 'test', ...settings }));
  const id = created.id ?? '';
  const root = await apigateway.send(new GetResourcesCommand({ restApiId: id }));
  const resources = new Map([['/', root.items?.[0]?.id ?? '']]);

  async function resourceAt(path: string): Promise<string> {
    const known = resources.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf('/');
    const parentId = await resourceAt(path.slice(0, slash) || '/');
    const made = await apigateway.send(
      new CreateResourceCommand({ restApiId: id, parentId, pathPart: path.slice(slash + 1) }),
    );
    resources.set(path, made.id ?? '');
    return made.id ?? '';
  }

  async function addRoute({ route, function: name, integration, ...method }: TestRoute): Promise<void> {
    const [httpMethod = '', path = ''] = route.split(' ');
    const place = { restApiId: id, resourceId: await resourceAt(path), httpMethod };
    await apigateway.send(new PutMethodCommand({ authorizationType: 'NONE', ...method, ...place }));
    if (name === undefined) {
      await apigateway.send(new PutIntegrationCommand({ type: 'MOCK', ...integration, ...place }));
      return;
    }
    const arn = name.startsWith('arn:')
      ? name
      : `arn:aws:lambda:${endpoint.region}:000000000000:function:${name}`;
    await apigateway.send(
      new PutIntegrationCommand({
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: invocationUri(arn, endpoint.region),
        ...integration,
        ...place,
      }),
    );
  }

  async function add(more: readonly TestRoute[]): Promise<void> {
    for (const each of more) await addRoute(each);
  }

  async function deploy(): Promise<string> {
    const deployed = await apigateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'live' }));
    return deployed.id ?? '';
  }

  await add(routes);
  if (routes.length > 0) await deploy();
  return { id, resources, add, deploy, url: `${endpoint.url}/_aws/execute-api/${id}/live` };
}

/** Lets API Gateway invoke a function, or one of its aliases, for every API of the account. */
export async function allowApiGateway(
  clients: { lambda(): LambdaClient },
  functionName: string,
  qualifier?: string,
): Promise<void> {
  await clients.lambda().send(
    new AddPermissionCommand({
      FunctionName: functionName,
      StatementId: 'api-gateway',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      ...(qualifier !== undefined && { Qualifier: qualifier }),
    }),
  );
}
