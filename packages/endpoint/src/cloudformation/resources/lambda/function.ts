import { cloudFormationError } from '../../errors.ts';
import { isThere } from '../../stack/failure.ts';
import { resourceError } from '../errors.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges, tagMap } from '../tags.ts';
import {
  type FunctionProperties,
  functionConfiguration,
  functionProperties,
  UNSUPPORTED_FUNCTION_PROPERTIES,
  unsupportedFunctionValues,
} from './function-properties.ts';
import { packInlineCode } from './inline-code.ts';

export const lambdaFunction = resourceType({
  type: 'AWS::Lambda::Function',
  properties: functionProperties,
  unsupported: UNSUPPORTED_FUNCTION_PROPERTIES,
  unsupportedValues: unsupportedFunctionValues,
  createOnly: ['FunctionName', 'PackageType'],
  customName: 'FunctionName',
  tags: 'list',
  attributes: ['Arn'],
  physicalIdOf: ({ FunctionName }, context) => FunctionName ?? context.generateName(64),
  exists: ({ physicalId }, { call }) =>
    isThere(call('lambda', 'GetFunctionConfiguration', { FunctionName: physicalId })),
  async create(properties, context, FunctionName) {
    const { FunctionArn } = await context.call('lambda', 'CreateFunction', {
      FunctionName,
      Code: codeOf(properties),
      ...(properties.PackageType && { PackageType: properties.PackageType }),
      ...(properties.Architectures && { Architectures: properties.Architectures }),
      ...functionConfiguration(properties),
      ...(properties.Tags && { Tags: tagMap(properties.Tags) }),
    });
    context.identify(FunctionName);
    await untilReady(FunctionName, context);
    await setConcurrency(FunctionName, properties.ReservedConcurrentExecutions, undefined, context);
    return { physicalId: FunctionName, attributes: { Arn: FunctionArn } };
  },
  async update({ physicalId: FunctionName, properties, previous, attributes }, context) {
    if (differs([properties.Code, properties.Architectures], [previous.Code, previous.Architectures])) {
      await context.call('lambda', 'UpdateFunctionCode', {
        FunctionName,
        ...codeOf(properties),
        ...(properties.Architectures && { Architectures: properties.Architectures }),
      });
      await untilReady(FunctionName, context);
    }
    const next = functionConfiguration(properties);
    if (differs(next, functionConfiguration(previous))) {
      await context.call('lambda', 'UpdateFunctionConfiguration', {
        FunctionName,
        ...next,
        // What is left out stays as it is: an empty value takes it away.
        DeadLetterConfig: next.DeadLetterConfig ?? { TargetArn: '' },
        Layers: next.Layers ?? [],
      });
      await untilReady(FunctionName, context);
    }
    await setConcurrency(
      FunctionName,
      properties.ReservedConcurrentExecutions,
      previous.ReservedConcurrentExecutions,
      context,
    );
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    const Resource = String(attributes['Arn']);
    if (set.length > 0) await context.call('lambda', 'TagResource', { Resource, Tags: tagMap(set) });
    if (removed.length > 0) await context.call('lambda', 'UntagResource', { Resource, TagKeys: removed });
    return { physicalId: FunctionName, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('lambda', 'DeleteFunction', { FunctionName: physicalId });
  },
});

function codeOf({ Code, Runtime }: FunctionProperties) {
  if (Code.ImageUri !== undefined)
    throw cloudFormationError.notImplemented('Lambda functions from container images');
  if (Code.ZipFile !== undefined) return { ZipFile: packInlineCode(Code.ZipFile, Runtime) };
  const { S3Bucket, S3Key, S3ObjectVersion } = Code;
  if (S3Bucket === undefined || S3Key === undefined) {
    throw resourceError.invalidRequest('Please provide a source for function code.');
  }
  return { S3Bucket, S3Key, ...(S3ObjectVersion !== undefined && { S3ObjectVersion }) };
}

/** A function takes the next change once the last one has gone through. */
async function untilReady(FunctionName: string, context: ResourceContext): Promise<void> {
  await context.until(`the function ${FunctionName} is ready`, async () => {
    const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = await context.call(
      'lambda',
      'GetFunctionConfiguration',
      { FunctionName },
    );
    if (State === 'Failed') throw resourceError.notStabilized(StateReason ?? 'The function failed.');
    if (LastUpdateStatus === 'Failed') {
      throw resourceError.notStabilized(LastUpdateStatusReason ?? 'The update failed.');
    }
    return (State ?? 'Active') === 'Active' && (LastUpdateStatus ?? 'Successful') === 'Successful'
      ? true
      : undefined;
  });
}

async function setConcurrency(
  FunctionName: string,
  wanted: number | undefined,
  previous: number | undefined,
  { call }: ResourceContext,
): Promise<void> {
  if (wanted === previous) return;
  if (wanted === undefined) await call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  else await call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: wanted });
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
