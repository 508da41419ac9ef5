import { z } from 'zod';
import { flag, structure, tags, text, texts, whole } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { alarmArn } from './alarm-arn.ts';

/**
 * An alarm of alarms as a setting, never evaluated.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html
 */
export const compositeAlarm = resourceType({
  type: 'AWS::CloudWatch::CompositeAlarm',
  properties: z.strictObject({
    ActionConfiguration: structure<object>().optional(),
    ActionsEnabled: flag.optional(),
    ActionsSuppressor: text.optional(),
    ActionsSuppressorExtensionPeriod: whole.optional(),
    ActionsSuppressorWaitPeriod: whole.optional(),
    AlarmActions: texts.max(5).optional(),
    AlarmDescription: text.pipe(z.string().max(1024)).optional(),
    AlarmName: text.pipe(z.string().max(255)).optional(),
    AlarmRule: text.pipe(z.string().max(10_240)),
    InsufficientDataActions: texts.max(5).optional(),
    OKActions: texts.max(5).optional(),
    Tags: tags.optional(),
  }),
  createOnly: ['AlarmName'],
  customName: 'AlarmName',
  tags: 'list',
  attributes: ['Arn'],
  physicalIdOf: ({ AlarmName }, context) => AlarmName ?? context.generateName(255),
  create: async (_properties, context, physicalId) => ({
    physicalId,
    attributes: { Arn: alarmArn(physicalId, context) },
  }),
  update: async ({ physicalId, attributes }) => ({ physicalId, attributes }),
  delete: async () => {},
});
