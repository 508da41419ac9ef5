import type { Deployment, Method } from '@aws-sdk/client-api-gateway';
import { apiGatewayError } from './errors.ts';
import type { ApiDefinition, DeploymentRecord } from './model.ts';

/** A deployment as answers show it; what it holds only where `embed=apisummary` asked for it. */
export function toDeployment(record: DeploymentRecord, embed: readonly string[] = []): Deployment {
  const { id, description, createdDate } = record;
  return {
    id,
    createdDate,
    ...(description !== undefined && { description }),
    ...(embed.includes('apisummary') && { apiSummary: summaryOf(record.definition) }),
  };
}

function summaryOf(definition: ApiDefinition): NonNullable<Deployment['apiSummary']> {
  const snapshot = ({ authorizationType, apiKeyRequired }: Method) => ({
    ...(authorizationType !== undefined && { authorizationType }),
    ...(apiKeyRequired !== undefined && { apiKeyRequired }),
  });
  const resources = Object.values(definition.resources)
    .filter((resource) => Object.keys(resource.methods).length > 0)
    .map((resource) => [
      resource.path,
      Object.fromEntries(Object.entries(resource.methods).map(([name, method]) => [name, snapshot(method)])),
    ]);
  return Object.fromEntries(resources);
}

/** An API can be deployed when it has a method, and each method an integration. */
export function checkDeployable(definition: ApiDefinition): void {
  const methods = Object.values(definition.resources).flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) {
    throw apiGatewayError.badRequest("The REST API doesn't contain any methods");
  }
  if (methods.some((method) => method.methodIntegration === undefined)) {
    throw apiGatewayError.badRequest('No integration defined for method');
  }
}
