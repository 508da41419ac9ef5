import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { resourceError } from '../errors.ts';
import { choice, flag, tags, text, whole } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges, tagMap } from '../tags.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logGroup = resourceType({
  type: 'AWS::Logs::LogGroup',
  properties: z.strictObject({
    LogGroupName: text.optional(),
    RetentionInDays: whole.optional(),
    KmsKeyId: text.optional(),
    LogGroupClass: choice<LogGroupClass>().optional(),
    DeletionProtectionEnabled: flag.optional(),
    Tags: tags.optional(),
  }),
  unsupported: [
    'BearerTokenAuthenticationEnabled',
    'DataProtectionPolicy',
    'FieldIndexPolicies',
    'ResourcePolicyDocument',
  ],
  createOnly: ['LogGroupName'],
  customName: 'LogGroupName',
  tags: 'list',
  attributes: ['Arn'],
  physicalIdOf: ({ LogGroupName }, context) => LogGroupName ?? context.generateName(512),
  async exists({ physicalId }, { call }) {
    const { logGroups } = await call('logs', 'DescribeLogGroups', { logGroupNamePrefix: physicalId });
    return logGroups?.some((group) => group.logGroupName === physicalId) ?? false;
  },
  async create(properties, context, name) {
    await context.call('logs', 'CreateLogGroup', {
      logGroupName: name,
      ...(properties.KmsKeyId && { kmsKeyId: properties.KmsKeyId }),
      ...(properties.LogGroupClass && { logGroupClass: properties.LogGroupClass }),
      ...(properties.Tags && { tags: tagMap(properties.Tags) }),
    });
    context.identify(name);
    await setRetention(name, properties.RetentionInDays, context);
    return { physicalId: name, attributes: { Arn: `${arnOf(name, context)}:*` } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    if ((properties.LogGroupClass ?? 'STANDARD') !== (previous.LogGroupClass ?? 'STANDARD')) {
      throw resourceError.notUpdatable('LogGroupClass cannot be changed after the log group was created.');
    }
    if (properties.KmsKeyId !== previous.KmsKeyId) {
      await (properties.KmsKeyId === undefined
        ? context.call('logs', 'DisassociateKmsKey', { logGroupName: physicalId })
        : context.call('logs', 'AssociateKmsKey', {
            logGroupName: physicalId,
            kmsKeyId: properties.KmsKeyId,
          }));
    }
    if (properties.RetentionInDays !== previous.RetentionInDays) {
      if (properties.RetentionInDays === undefined) {
        await context.call('logs', 'DeleteRetentionPolicy', { logGroupName: physicalId });
      } else await setRetention(physicalId, properties.RetentionInDays, context);
    }
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    const resourceArn = arnOf(physicalId, context);
    if (set.length > 0) await context.call('logs', 'TagResource', { resourceArn, tags: tagMap(set) });
    if (removed.length > 0) await context.call('logs', 'UntagResource', { resourceArn, tagKeys: removed });
    return { physicalId, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('logs', 'DeleteLogGroup', { logGroupName: physicalId });
  },
});

async function setRetention(
  logGroupName: string,
  days: number | undefined,
  context: ResourceContext,
): Promise<void> {
  if (days === undefined) return;
  await context.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: days });
}

const arnOf = (name: string, { region, accountId }: ResourceContext): string =>
  `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
