import type { Integration, IntegrationResponse, Method, MethodResponse } from '@aws-sdk/client-api-gateway';
import { setOwn } from '../core/own.ts';
import { apiGatewayError, found, foundIn } from './errors.ts';
import type { ApiDefinition, ResourceRecord } from './model.ts';

/** Reading an API's definition, and new definitions that differ in one part. */

export function resourceIn(definition: ApiDefinition, resourceId: string): ResourceRecord {
  return foundIn(definition.resources, resourceId, 'Invalid Resource identifier specified');
}

export function methodIn(definition: ApiDefinition, resourceId: string, httpMethod: string): Method {
  const { methods } = resourceIn(definition, resourceId);
  return foundIn(methods, httpMethod.toUpperCase(), 'Invalid Method identifier specified');
}

export function integrationIn(
  definition: ApiDefinition,
  resourceId: string,
  httpMethod: string,
): Integration {
  const { methodIntegration } = methodIn(definition, resourceId, httpMethod);
  return found(methodIntegration, 'Invalid Integration identifier specified');
}

export function integrationResponseIn(
  definition: ApiDefinition,
  resourceId: string,
  httpMethod: string,
  statusCode: string,
): IntegrationResponse {
  const { integrationResponses } = integrationIn(definition, resourceId, httpMethod);
  return foundIn(integrationResponses, statusCode, 'Invalid Response status code specified');
}

export function methodResponseIn(
  definition: ApiDefinition,
  resourceId: string,
  httpMethod: string,
  statusCode: string,
): MethodResponse {
  const { methodResponses } = methodIn(definition, resourceId, httpMethod);
  return foundIn(methodResponses, statusCode, 'Invalid Response status code specified');
}

export function withResource(definition: ApiDefinition, resource: ResourceRecord): ApiDefinition {
  return { ...definition, resources: { ...definition.resources, [resource.id]: resource } };
}

/** Sets a method, or removes it where it is undefined. */
export function withMethod(
  definition: ApiDefinition,
  resourceId: string,
  httpMethod: string,
  method: Method | undefined,
): ApiDefinition {
  const resource = resourceIn(definition, resourceId);
  const methods = { ...resource.methods };
  if (method === undefined) delete methods[httpMethod.toUpperCase()];
  else setOwn(methods, httpMethod.toUpperCase(), method);
  return withResource(definition, { ...resource, methods });
}

export function withIntegration(
  definition: ApiDefinition,
  resourceId: string,
  httpMethod: string,
  integration: Integration | undefined,
): ApiDefinition {
  const { methodIntegration: _replaced, ...method } = methodIn(definition, resourceId, httpMethod);
  return withMethod(definition, resourceId, httpMethod, {
    ...method,
    ...(integration && { methodIntegration: integration }),
  });
}

export function withIntegrationResponse(
  definition: ApiDefinition,
  resourceId: string,
  httpMethod: string,
  statusCode: string,
  response: IntegrationResponse | undefined,
): ApiDefinition {
  const integration = integrationIn(definition, resourceId, httpMethod);
  return withIntegration(definition, resourceId, httpMethod, {
    ...integration,
    integrationResponses: withEntry(integration.integrationResponses ?? {}, statusCode, response),
  });
}

export function withMethodResponse(
  definition: ApiDefinition,
  resourceId: string,
  httpMethod: string,
  statusCode: string,
  response: MethodResponse | undefined,
): ApiDefinition {
  const method = methodIn(definition, resourceId, httpMethod);
  return withMethod(definition, resourceId, httpMethod, {
    ...method,
    methodResponses: withEntry(method.methodResponses ?? {}, statusCode, response),
  });
}

/** A copy of the map with the entry set, or without it where the value is undefined. */
export function withEntry<T>(
  map: Readonly<Record<string, T>>,
  key: string,
  value: T | undefined,
): Record<string, T> {
  const copy = { ...map };
  if (value === undefined) delete copy[key];
  else setOwn(copy, key, value);
  return copy;
}

/** The ids of a resource and of everything below it. */
export function subtree(definition: ApiDefinition, resourceId: string): string[] {
  const children = Object.values(definition.resources).filter((resource) => resource.parentId === resourceId);
  return [resourceId, ...children.flatMap((child) => subtree(definition, child.id))];
}

/** The same definition with every path computed again: a path follows from the parts above it. */
export function withPaths(definition: ApiDefinition): ApiDefinition {
  const pathOf = (resource: ResourceRecord): string => {
    if (resource.parentId === undefined) return '/';
    const parent = resourceIn(definition, resource.parentId);
    return `${parent.parentId === undefined ? '' : pathOf(parent)}/${resource.pathPart}`;
  };
  const resources = Object.values(definition.resources).map((resource) => [
    resource.id,
    { ...resource, path: pathOf(resource) },
  ]);
  return { ...definition, resources: Object.fromEntries(resources) };
}

const PATH_PART = /^([\w.:-]+|\{[\w.:-]+\+?\})$/;

/** What API Gateway asks of a path part among its siblings. */
export function checkPathPart(
  definition: ApiDefinition,
  parent: ResourceRecord,
  pathPart: string,
  itself?: string,
): void {
  if (!PATH_PART.test(pathPart)) {
    throw apiGatewayError.badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.pathPart?.endsWith('+}')) {
    throw apiGatewayError.badRequest(
      `Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`,
    );
  }
  for (const sibling of Object.values(definition.resources)) {
    if (sibling.parentId !== parent.id || sibling.id === itself) continue;
    if (sibling.pathPart === pathPart) {
      throw apiGatewayError.conflict(
        `Another resource with the same parent already has this name: ${pathPart}`,
      );
    }
    if (pathPart.startsWith('{') && sibling.pathPart?.startsWith('{')) {
      throw apiGatewayError.badRequest(
        `A sibling (${sibling.pathPart}) of this resource already has a variable path part -- only one is allowed`,
      );
    }
  }
}
