import { z } from 'zod';
import { resourceError } from '../errors.ts';
import { text } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html */
export const version = resourceType({
  type: 'AWS::Lambda::Version',
  properties: z.strictObject({
    FunctionName: text,
    Description: text.optional(),
    CodeSha256: text.optional(),
  }),
  unsupported: ['FunctionScalingConfig', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'],
  createOnly: ['FunctionName', 'Description', 'CodeSha256'],
  attributes: ['FunctionArn', 'Version'],
  async create({ FunctionName, Description, CodeSha256 }, context) {
    const existing = await publishedVersions(FunctionName, context);
    const { FunctionArn = '', Version = '' } = await context.call('lambda', 'PublishVersion', {
      FunctionName,
      ...(Description !== undefined && { Description }),
      ...(CodeSha256 !== undefined && { CodeSha256 }),
    });
    // Lambda answers with the last version when nothing has changed since: that one belongs to another resource.
    if (existing.has(Version)) {
      throw resourceError.versionAlreadyExists(Version);
    }
    return { physicalId: FunctionArn, attributes: { FunctionArn, Version } };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('lambda', 'DeleteFunction', {
      FunctionName: properties.FunctionName,
      Qualifier: physicalId.slice(physicalId.lastIndexOf(':') + 1),
    });
  },
});

async function publishedVersions(FunctionName: string, context: ResourceContext): Promise<Set<string>> {
  const found = new Set<string>();
  let Marker: string | undefined;
  do {
    const page = await context.call('lambda', 'ListVersionsByFunction', {
      FunctionName,
      ...(Marker && { Marker }),
    });
    for (const { Version } of page.Versions ?? []) if (Version !== undefined) found.add(Version);
    Marker = page.NextMarker;
  } while (Marker);
  return found;
}
