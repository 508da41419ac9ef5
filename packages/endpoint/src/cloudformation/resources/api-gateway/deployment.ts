import { z } from 'zod';
import { isGone, isThere } from '../../stack/failure.ts';
import { text } from '../properties.ts';
import { type Attributes, type ResourceContext, resourceType } from '../resource-type.ts';
import { given, scalarPatches } from './patches.ts';

const properties = z.strictObject({
  RestApiId: text,
  Description: text.optional(),
  StageName: text.optional(),
});

type Properties = z.output<typeof properties>;

/** Among the attributes: the deployment that the stage had before this one took it. */
const PREVIOUS = 'PreviousDeploymentId';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html */
export const deployment = resourceType({
  type: 'AWS::ApiGateway::Deployment',
  properties,
  unsupported: ['DeploymentCanarySettings', 'StageDescription'],
  createOnly: ['RestApiId'],
  attributes: ['DeploymentId'],
  async create({ RestApiId, Description, StageName }, context) {
    const previous = StageName && (await deploymentOf(RestApiId, StageName, context));
    const { id = '' } = await context.call('apigateway', 'CreateDeployment', {
      restApiId: RestApiId,
      ...given({ description: Description, stageName: StageName }),
    });
    return {
      physicalId: id,
      attributes: { DeploymentId: id, ...(previous && { [PREVIOUS]: previous }) },
    };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const patchOperations = scalarPatches(previous, properties, { Description: '/description' });
    if (patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateDeployment', {
        restApiId: properties.RestApiId,
        deploymentId: physicalId,
        patchOperations,
      });
    }
    if (properties.StageName !== previous.StageName) {
      if (properties.StageName !== undefined) await putStage(physicalId, properties, context);
      await leaveStage(physicalId, previous, attributes, context);
    }
    return { physicalId, attributes };
  },
  async delete({ physicalId, properties, attributes }, context) {
    await leaveStage(physicalId, properties, attributes, context);
    await context.call('apigateway', 'DeleteDeployment', {
      restApiId: properties.RestApiId,
      deploymentId: physicalId,
    });
  },
});

/** Has the stage that the deployment names, made or moved to it. */
async function putStage(
  deploymentId: string,
  { RestApiId: restApiId, StageName: stageName = '' }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  if (await isThere(call('apigateway', 'GetStage', { restApiId, stageName }))) {
    const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: deploymentId }];
    await call('apigateway', 'UpdateStage', { restApiId, stageName, patchOperations });
  } else await call('apigateway', 'CreateStage', { restApiId, stageName, deploymentId });
}

/**
 * Deletes the stage that came with the deployment, unless a newer deployment has taken it over. A deployment that is
 * rolled back gives it back to the one before.
 */
async function leaveStage(
  deploymentId: string,
  { RestApiId: restApiId, StageName: stageName }: Properties,
  attributes: Attributes,
  context: ResourceContext,
): Promise<void> {
  if (stageName === undefined) return;
  if ((await deploymentOf(restApiId, stageName, context)) !== deploymentId) return;
  const before = attributes[PREVIOUS];
  const { call } = context;
  const stands =
    typeof before === 'string' &&
    (await isThere(call('apigateway', 'GetDeployment', { restApiId, deploymentId: before })));
  if (stands) {
    const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: before }];
    await call('apigateway', 'UpdateStage', { restApiId, stageName, patchOperations });
  } else await call('apigateway', 'DeleteStage', { restApiId, stageName });
}

/** The deployment that a stage has; undefined when there is no such stage. */
async function deploymentOf(
  restApiId: string,
  stageName: string,
  { call }: ResourceContext,
): Promise<string | undefined> {
  try {
    return (await call('apigateway', 'GetStage', { restApiId, stageName })).deploymentId;
  } catch (thrown) {
    if (isGone(thrown)) return undefined;
    throw thrown;
  }
}
