import { z } from 'zod';
import { text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { given, scalarPatches } from './patches.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html */
export const deployment = resourceType({
  type: 'AWS::ApiGateway::Deployment',
  properties: z.strictObject({ RestApiId: text, Description: text.optional(), StageName: text.optional() }),
  unsupported: ['DeploymentCanarySettings', 'StageDescription'],
  createOnly: ['RestApiId'],
  attributes: ['DeploymentId'],
  async create({ RestApiId, Description, StageName }, context) {
    const { id = '' } = await context.call('apigateway', 'CreateDeployment', {
      restApiId: RestApiId,
      ...given({ description: Description, stageName: StageName }),
    });
    return { physicalId: id, attributes: { DeploymentId: id } };
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
    return { physicalId, attributes };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('apigateway', 'DeleteDeployment', {
      restApiId: properties.RestApiId,
      deploymentId: physicalId,
    });
  },
});
