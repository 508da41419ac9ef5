import { z } from 'zod';
import { AwsError } from '../../../core/errors.ts';
import { resourceError } from '../errors.ts';
import { tags, text, textMap, texts } from '../properties.ts';
import { type Attributes, type Provisioned, type ResourceContext, resourceType } from '../resource-type.ts';

const properties = z.strictObject({
  TemplateURL: text,
  Parameters: textMap.optional(),
  NotificationARNs: texts.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** A nested stack: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html */
export const nestedStack = resourceType({
  type: 'AWS::CloudFormation::Stack',
  properties,
  unsupported: ['TimeoutInMinutes'],
  createOnly: [],
  tags: 'list',
  attributes: 'any',
  async create(properties, context) {
    const { StackId = '' } = await context.call('cloudformation', 'CreateStack', {
      StackName: context.generateName(128),
      DisableRollback: true,
      ...submission(properties, context),
    });
    context.identify(StackId);
    return untilThrough(StackId, ['CREATE_COMPLETE'], context);
  },
  async update({ physicalId, properties }, context) {
    const through = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];
    try {
      await context.call('cloudformation', 'UpdateStack', {
        StackName: physicalId,
        ...submission(properties, context),
      });
    } catch (thrown) {
      if (AwsError.from(thrown).message !== 'No updates are to be performed.') throw thrown;
      // It went back by itself when its own update failed, and its parent now goes back too.
      through.push('UPDATE_ROLLBACK_COMPLETE');
    }
    return untilThrough(physicalId, through, context);
  },
  async delete({ physicalId }, context) {
    await context.call('cloudformation', 'DeleteStack', { StackName: physicalId });
    await untilThrough(physicalId, ['DELETE_COMPLETE'], context);
  },
});

function submission(
  { TemplateURL, Parameters, NotificationARNs, Tags }: Properties,
  { capabilities }: ResourceContext,
) {
  return {
    TemplateURL,
    Parameters: Object.entries(Parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    ...(NotificationARNs && { NotificationARNs }),
    ...(Tags && { Tags }),
    Capabilities: [...capabilities],
  };
}

async function untilThrough(
  StackName: string,
  wanted: readonly string[],
  context: ResourceContext,
): Promise<Provisioned> {
  return context.until(
    'the nested stack is through',
    async () => {
      // The answer is held until the stack is at rest.
      const { Stacks: [stack] = [] } = await context.call('cloudformation', 'DescribeStacks', { StackName });
      const status = stack?.StackStatus ?? '';
      if (wanted.includes(status))
        return { physicalId: StackName, attributes: outputsOf(stack?.Outputs ?? []) };
      if (status.endsWith('_IN_PROGRESS')) return undefined;
      throw resourceError.notStabilized(
        `Embedded stack ${StackName} was not successfully ${wanted.includes('DELETE_COMPLETE') ? 'deleted' : 'deployed'}: ${stack?.StackStatusReason ?? status}`,
      );
    },
    3600,
  );
}

const outputsOf = (
  outputs: readonly { OutputKey?: string | undefined; OutputValue?: string | undefined }[],
): Attributes =>
  Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [`Outputs.${OutputKey}`, OutputValue]));
