import { z } from 'zod';
import { own } from '../../../core/own.ts';
import { ProviderFailure } from '../../custom/provider-failure.ts';
import { resourceError } from '../errors.ts';
import { text, whole } from '../properties.ts';
import { type Provisioned, type ResourceContext, type ResourceType, resourceType } from '../resource-type.ts';
import { asTexts, type CustomRequest, type CustomResult, type Provider } from './custom-request.ts';
import { logRetention } from './log-retention.ts';
import { s3AutoDeleteObjects } from './s3-auto-delete-objects.ts';
import { s3BucketNotifications } from './s3-bucket-notifications.ts';
import { serviceToken } from './service-token.ts';

/** CDK's own providers answer over HTTPS on port 443 alone: what they do is done here, in process. */
const NATIVE: Record<string, Provider> = {
  'Custom::LogRetention': logRetention,
  'Custom::S3AutoDeleteObjects': s3AutoDeleteObjects,
  'Custom::S3BucketNotifications': s3BucketNotifications,
};

export const isNativeType = (name: string): boolean => Object.hasOwn(NATIVE, name);

export const isCustomType = (name: string): boolean => CUSTOM.test(name);

const CUSTOM = /^(Custom::[\w@-]{1,60}|AWS::CloudFormation::CustomResource)$/;

/** How long AWS waits when ServiceTimeout does not say. */
const DEFAULT_SECONDS = 3600;

const properties = z.looseObject({
  ServiceToken: text,
  ServiceTimeout: whole.pipe(z.int().min(1).max(3600)).optional(),
});

type Properties = z.output<typeof properties>;

const types = new Map<string, ResourceType>();

/** The resource type of a custom resource's name; undefined when the name is no such name. */
export function findCustomType(name: string): ResourceType | undefined {
  if (!CUSTOM.test(name)) return undefined;
  let found = types.get(name);
  if (found === undefined) {
    found = customResource(name, own(NATIVE, name) ?? serviceToken);
    types.set(name, found);
  }
  return found;
}

function customResource(type: string, provider: Provider): ResourceType {
  const ask = (
    request: Pick<CustomRequest, 'RequestType'> & Partial<CustomRequest>,
    properties: Properties,
    context: ResourceContext,
  ): Promise<CustomResult> =>
    provider(
      {
        RequestId: context.newId(),
        StackId: context.stackId,
        ResourceType: type,
        LogicalResourceId: context.logicalId,
        ResourceProperties: asTexts(properties) as Record<string, unknown>,
        ...request,
      },
      context,
      properties.ServiceTimeout ?? DEFAULT_SECONDS,
    );
  return resourceType({
    type,
    properties,
    createOnly: [],
    attributes: 'any',
    unsupportedValues: () =>
      type === 'Custom::AWS'
        ? [{ path: 'ServiceToken', what: "AwsCustomResource: CDK's function for it answers on port 443" }]
        : [],
    physicalIdOf: (_properties, context) => context.generateName(255),
    async create(properties, context, physicalId) {
      const result = await ask({ RequestType: 'Create' }, properties, context).catch((thrown: unknown) => {
        if (thrown instanceof ProviderFailure) context.identify(thrown.physicalId ?? physicalId);
        throw thrown;
      });
      if (result.PhysicalResourceId === undefined) {
        context.identify(physicalId);
        throw resourceError.invalidRequest('Invalid PhysicalResourceId: the response has none.');
      }
      return provisioned(result.PhysicalResourceId, result);
    },
    async update({ physicalId, properties, previous }, context) {
      if (properties.ServiceToken !== previous.ServiceToken) {
        throw resourceError.invalidRequest('Modifying service token is not allowed.');
      }
      const request = {
        RequestType: 'Update',
        PhysicalResourceId: physicalId,
        OldResourceProperties: asTexts(previous) as Record<string, unknown>,
      } as const;
      const result = await ask(request, properties, context);
      return provisioned(result.PhysicalResourceId ?? physicalId, result);
    },
    async delete({ physicalId, properties }, context) {
      await ask({ RequestType: 'Delete', PhysicalResourceId: physicalId }, properties, context);
    },
  });
}

const provisioned = (physicalId: string, { Data }: CustomResult): Provisioned => ({
  physicalId,
  attributes: { ...Data },
});
