import type { KeySpec, KeyUsageType, OriginType } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { resourceError } from '../errors.ts';
import { choice, document, flag, tags, text, whole } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges } from '../tags.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
export const key = resourceType({
  type: 'AWS::KMS::Key',
  properties: z.strictObject({
    Description: text.optional(),
    KeyPolicy: document.optional(),
    Enabled: flag.optional(),
    EnableKeyRotation: flag.optional(),
    RotationPeriodInDays: whole.optional(),
    KeySpec: choice<KeySpec>().optional(),
    KeyUsage: choice<KeyUsageType>().optional(),
    Origin: choice<OriginType>().optional(),
    MultiRegion: flag.optional(),
    PendingWindowInDays: whole.optional(),
    BypassPolicyLockoutSafetyCheck: flag.optional(),
    Tags: tags.optional(),
  }),
  createOnly: [],
  tags: 'list',
  attributes: ['Arn', 'KeyId'],
  async create(properties, context) {
    const { KeyMetadata } = await context.call('kms', 'CreateKey', {
      Description: properties.Description,
      Policy: properties.KeyPolicy,
      KeySpec: properties.KeySpec,
      KeyUsage: properties.KeyUsage,
      Origin: properties.Origin,
      MultiRegion: properties.MultiRegion,
      ...(properties.Tags && {
        Tags: properties.Tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
    });
    const KeyId = KeyMetadata?.KeyId ?? '';
    context.identify(KeyId);
    if (properties.EnableKeyRotation) await enableRotation(KeyId, properties.RotationPeriodInDays, context);
    if (properties.Enabled === false) await context.call('kms', 'DisableKey', { KeyId });
    return { physicalId: KeyId, attributes: { Arn: KeyMetadata?.Arn, KeyId } };
  },
  async update({ physicalId: KeyId, properties, previous, attributes }, context) {
    for (const name of ['KeySpec', 'KeyUsage', 'Origin', 'MultiRegion'] as const) {
      if (properties[name] === previous[name]) continue;
      throw resourceError.notUpdatable(`The ${name} of a KMS key cannot be changed after it was created.`);
    }
    if (properties.KeyPolicy !== undefined && properties.KeyPolicy !== previous.KeyPolicy) {
      await context.call('kms', 'PutKeyPolicy', { KeyId, Policy: properties.KeyPolicy });
    }
    if (properties.Description !== previous.Description) {
      await context.call('kms', 'UpdateKeyDescription', { KeyId, Description: properties.Description ?? '' });
    }
    const isRotating = properties.EnableKeyRotation ?? false;
    const wasRotating = previous.EnableKeyRotation ?? false;
    if (isRotating && (!wasRotating || properties.RotationPeriodInDays !== previous.RotationPeriodInDays)) {
      await enableRotation(KeyId, properties.RotationPeriodInDays, context);
    } else if (wasRotating && !isRotating) await context.call('kms', 'DisableKeyRotation', { KeyId });
    if ((properties.Enabled ?? true) !== (previous.Enabled ?? true)) {
      await context.call('kms', properties.Enabled === false ? 'DisableKey' : 'EnableKey', { KeyId });
    }
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    if (set.length > 0) {
      const Tags = set.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
      await context.call('kms', 'TagResource', { KeyId, Tags });
    }
    if (removed.length > 0) await context.call('kms', 'UntagResource', { KeyId, TagKeys: removed });
    return { physicalId: KeyId, attributes };
  },
  async delete({ physicalId: KeyId, properties }, context) {
    const { KeyMetadata } = await context.call('kms', 'DescribeKey', { KeyId });
    // A deletion that was interrupted has scheduled it already.
    if (KeyMetadata?.KeyState === 'PendingDeletion') return;
    await context.call('kms', 'ScheduleKeyDeletion', {
      KeyId,
      PendingWindowInDays: properties.PendingWindowInDays ?? 30,
    });
  },
});

async function enableRotation(
  KeyId: string,
  days: number | undefined,
  { call }: ResourceContext,
): Promise<void> {
  await call('kms', 'EnableKeyRotation', {
    KeyId,
    ...(days !== undefined && { RotationPeriodInDays: days }),
  });
}
