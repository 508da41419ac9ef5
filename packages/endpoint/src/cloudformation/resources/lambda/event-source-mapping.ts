import type { EventSourcePosition, FunctionResponseType } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { choice, decimal, flag, tags, text, whole } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges, tagMap } from '../tags.ts';

const properties = z.strictObject({
  EventSourceArn: text.optional(),
  FunctionName: text,
  BatchSize: whole.optional(),
  BisectBatchOnFunctionError: flag.optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: text.optional() }).optional() })
    .optional(),
  Enabled: flag.optional(),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: text.optional() })).optional() })
    .optional(),
  FunctionResponseTypes: z.array(choice<FunctionResponseType>()).optional(),
  KmsKeyArn: text.optional(),
  MaximumBatchingWindowInSeconds: whole.optional(),
  MaximumRecordAgeInSeconds: whole.optional(),
  MaximumRetryAttempts: whole.optional(),
  MetricsConfig: z.strictObject({ Metrics: z.array(choice<'EventCount'>()).optional() }).optional(),
  ParallelizationFactor: whole.optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: whole.optional() }).optional(),
  StartingPosition: choice<EventSourcePosition>().optional(),
  StartingPositionTimestamp: decimal.optional(),
  TumblingWindowInSeconds: whole.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html */
export const eventSourceMapping = resourceType({
  type: 'AWS::Lambda::EventSourceMapping',
  properties,
  unsupported: [
    'AmazonManagedKafkaEventSourceConfig',
    'DocumentDBEventSourceConfig',
    'LoggingConfig',
    'ProvisionedPollerConfig',
    'Queues',
    'SelfManagedEventSource',
    'SelfManagedKafkaEventSourceConfig',
    'SourceAccessConfigurations',
    'Topics',
  ],
  createOnly: ['EventSourceArn', 'StartingPosition', 'StartingPositionTimestamp'],
  tags: 'list',
  attributes: ['EventSourceMappingArn', 'Id'],
  async create(properties, context) {
    const { EventSourceArn, StartingPosition, StartingPositionTimestamp, Tags } = properties;
    const { UUID = '', EventSourceMappingArn } = await context.call('lambda', 'CreateEventSourceMapping', {
      ...settings(properties),
      EventSourceArn,
      ...(StartingPosition !== undefined && { StartingPosition }),
      ...(StartingPositionTimestamp !== undefined && {
        StartingPositionTimestamp: new Date(StartingPositionTimestamp * 1000),
      }),
      ...(Tags && { Tags: tagMap(Tags) }),
    });
    context.identify(UUID);
    await untilSettled(UUID, context);
    return { physicalId: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },
  async update({ physicalId: UUID, properties, previous, attributes }, context) {
    await context.call('lambda', 'UpdateEventSourceMapping', {
      UUID,
      ...removedSettings(previous, properties),
      ...settings(properties),
    });
    await untilSettled(UUID, context);
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    const Resource = String(attributes['EventSourceMappingArn']);
    if (set.length > 0) await context.call('lambda', 'TagResource', { Resource, Tags: tagMap(set) });
    if (removed.length > 0) await context.call('lambda', 'UntagResource', { Resource, TagKeys: removed });
    return { physicalId: UUID, attributes };
  },
  async delete({ physicalId: UUID }, context) {
    await context.call('lambda', 'DeleteEventSourceMapping', { UUID });
    await context.until('the event source mapping is deleted', async () => {
      const { State } = await context.call('lambda', 'GetEventSourceMapping', { UUID });
      return State === 'Deleting' ? undefined : true;
    });
  },
});

function settings(properties: Properties) {
  const {
    EventSourceArn: _,
    StartingPosition: __,
    StartingPositionTimestamp: ___,
    Tags: ____,
    KmsKeyArn,
    ...rest
  } = properties;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  // The entries are those of `rest`, without what is undefined.
  return {
    ...(Object.fromEntries(given) as typeof rest),
    ...(KmsKeyArn !== undefined && { KMSKeyArn: KmsKeyArn }),
  };
}

/** What a setting goes back to when its property is taken out of the template. */
function removedSettings(previous: Properties, next: Properties) {
  const gone = (name: keyof Properties) => previous[name] !== undefined && next[name] === undefined;
  return {
    ...(gone('Enabled') && { Enabled: true }),
    ...(gone('FilterCriteria') && { FilterCriteria: { Filters: [] } }),
    ...(gone('FunctionResponseTypes') && { FunctionResponseTypes: [] }),
    ...(gone('DestinationConfig') && { DestinationConfig: { OnFailure: {} } }),
    ...(gone('BisectBatchOnFunctionError') && { BisectBatchOnFunctionError: false }),
    ...(gone('MaximumBatchingWindowInSeconds') && { MaximumBatchingWindowInSeconds: 0 }),
    ...(gone('MaximumRecordAgeInSeconds') && { MaximumRecordAgeInSeconds: -1 }),
    ...(gone('MaximumRetryAttempts') && { MaximumRetryAttempts: -1 }),
    ...(gone('ParallelizationFactor') && { ParallelizationFactor: 1 }),
    ...(gone('ScalingConfig') && { ScalingConfig: {} }),
    ...(gone('TumblingWindowInSeconds') && { TumblingWindowInSeconds: 0 }),
  };
}

async function untilSettled(UUID: string, context: ResourceContext): Promise<void> {
  await context.until('the event source mapping is set up', async () => {
    const { State } = await context.call('lambda', 'GetEventSourceMapping', { UUID });
    return State === 'Enabled' || State === 'Disabled' ? true : undefined;
  });
}
