import { z } from 'zod';
import { text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-resource.html */
export const resource = resourceType({
  type: 'AWS::ApiGateway::Resource',
  properties: z.strictObject({ RestApiId: text, ParentId: text, PathPart: text }),
  createOnly: ['RestApiId', 'ParentId', 'PathPart'],
  attributes: ['ResourceId'],
  async create({ RestApiId, ParentId, PathPart }, context) {
    const { id = '' } = await context.call('apigateway', 'CreateResource', {
      restApiId: RestApiId,
      parentId: ParentId,
      pathPart: PathPart,
    });
    return { physicalId: id, attributes: { ResourceId: id } };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('apigateway', 'DeleteResource', {
      restApiId: properties.RestApiId,
      resourceId: physicalId,
    });
  },
});
