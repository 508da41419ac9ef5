import { z } from 'zod';
import { resourceError } from '../errors.ts';
import { decimal, flag, structure, tags, text, texts, whole } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { alarmArn } from './alarm-arn.ts';

const dimensions = z.array(z.strictObject({ Name: text, Value: text })).max(30);

const query = z.strictObject({
  Id: text,
  AccountId: text.optional(),
  Expression: text.optional(),
  Label: text.optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Dimensions: dimensions.optional(),
        MetricName: text.optional(),
        Namespace: text.optional(),
      }),
      Period: whole,
      Stat: text,
      Unit: text.optional(),
    })
    .optional(),
  Period: whole.optional(),
  ReturnData: flag.optional(),
});

const properties = z.strictObject({
  ActionConfiguration: structure<object>().optional(),
  ActionsEnabled: flag.optional(),
  AlarmActions: texts.max(5).optional(),
  AlarmDescription: text.pipe(z.string().max(1024)).optional(),
  AlarmName: text.pipe(z.string().max(255)).optional(),
  ComparisonOperator: z
    .enum([
      'GreaterThanOrEqualToThreshold',
      'GreaterThanThreshold',
      'GreaterThanUpperThreshold',
      'LessThanLowerOrGreaterThanUpperThreshold',
      'LessThanLowerThreshold',
      'LessThanOrEqualToThreshold',
      'LessThanThreshold',
    ])
    .optional(),
  DatapointsToAlarm: whole.pipe(z.int().min(1)).optional(),
  Dimensions: dimensions.optional(),
  EvaluateLowSampleCountPercentile: text.optional(),
  EvaluationCriteria: structure<object>().optional(),
  EvaluationInterval: whole.pipe(z.int().min(10).max(3600)).optional(),
  EvaluationPeriods: whole.pipe(z.int().min(1)).optional(),
  EvaluationWindow: structure<object>().optional(),
  ExtendedStatistic: text.optional(),
  InsufficientDataActions: texts.max(5).optional(),
  MetricName: text.optional(),
  Metrics: z.array(query).optional(),
  Namespace: text.optional(),
  OKActions: texts.max(5).optional(),
  Period: whole.optional(),
  Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
  Tags: tags.optional(),
  Threshold: decimal.optional(),
  ThresholdMetricId: text.optional(),
  TreatMissingData: text.optional(),
  Unit: text.optional(),
});

type Properties = z.output<typeof properties>;

/**
 * An alarm as a setting: kept with its stack and never evaluated, because the endpoint has no metrics.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
 */
export const alarm = resourceType({
  type: 'AWS::CloudWatch::Alarm',
  properties,
  createOnly: ['AlarmName'],
  customName: 'AlarmName',
  tags: 'list',
  attributes: ['Arn'],
  physicalIdOf: ({ AlarmName }, context) => AlarmName ?? context.generateName(255),
  async create(properties, context, physicalId) {
    check(properties);
    return { physicalId, attributes: { Arn: alarmArn(physicalId, context) } };
  },
  async update({ physicalId, properties, attributes }) {
    check(properties);
    return { physicalId, attributes };
  },
  delete: async () => {},
});

/** What CloudWatch refuses: an alarm watches one metric, or an expression of several. */
function check({ Metrics, MetricName, Namespace, EvaluationPeriods, ComparisonOperator }: Properties): void {
  const refuse = resourceError.validation;
  if (ComparisonOperator === undefined || EvaluationPeriods === undefined) {
    throw refuse('ComparisonOperator and EvaluationPeriods are required.');
  }
  if (Metrics === undefined) {
    if (MetricName === undefined || Namespace === undefined) {
      throw refuse('Either Metrics, or MetricName and Namespace, must be specified.');
    }
  } else if (MetricName !== undefined || Namespace !== undefined) {
    throw refuse('Metrics must not be specified together with MetricName or Namespace.');
  }
}
