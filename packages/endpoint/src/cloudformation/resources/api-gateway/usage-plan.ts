import type { PatchOperation, QuotaPeriodType } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { record } from '../../../core/input.ts';
import { choice, decimal, tags, text, whole } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { tagMap } from '../tags.ts';
import { given, scalarPatches } from './patches.ts';
import { updateTags } from './rest-api.ts';

const throttle = z.strictObject({ BurstLimit: whole.optional(), RateLimit: decimal.optional() });
const quota = z.strictObject({
  Limit: whole.optional(),
  Offset: whole.optional(),
  Period: choice<QuotaPeriodType>().optional(),
});
const apiStage = z.strictObject({
  ApiId: text.optional(),
  Stage: text.optional(),
  Throttle: record(throttle).optional(),
});

const properties = z.strictObject({
  UsagePlanName: text.optional(),
  Description: text.optional(),
  ApiStages: z.array(apiStage).optional(),
  Quota: quota.optional(),
  Throttle: throttle.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplan.html */
export const usagePlan = resourceType({
  type: 'AWS::ApiGateway::UsagePlan',
  properties,
  createOnly: [],
  tags: 'list',
  attributes: ['Id'],
  async create(properties, context) {
    const { id = '' } = await context.call('apigateway', 'CreateUsagePlan', {
      name: properties.UsagePlanName ?? context.generateName(128),
      ...given({
        description: properties.Description,
        apiStages: properties.ApiStages?.map(({ ApiId, Stage, Throttle }) => ({
          ...given({ apiId: ApiId, stage: Stage }),
          ...(Throttle && {
            throttle: Object.fromEntries(
              Object.entries(Throttle).map(([path, limits]) => [path, throttleOf(limits)]),
            ),
          }),
        })),
        quota: properties.Quota && {
          ...given({
            limit: properties.Quota.Limit,
            offset: properties.Quota.Offset,
            period: properties.Quota.Period,
          }),
        },
        throttle: properties.Throttle && throttleOf(properties.Throttle),
        tags: properties.Tags && tagMap(properties.Tags),
      }),
    });
    return { physicalId: id, attributes: { Id: id } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const patchOperations = patches(previous, properties);
    if (patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateUsagePlan', { usagePlanId: physicalId, patchOperations });
    }
    await updateTags(`/usageplans/${physicalId}`, previous, properties, context);
    return { physicalId, attributes };
  },
  async delete({ physicalId, properties }, context) {
    // A plan that still names stages cannot be deleted.
    const patchOperations = patches(properties, { ...properties, ApiStages: [] });
    if (patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateUsagePlan', { usagePlanId: physicalId, patchOperations });
    }
    await context.call('apigateway', 'DeleteUsagePlan', { usagePlanId: physicalId });
  },
});

const throttleOf = ({ BurstLimit, RateLimit }: z.output<typeof throttle>) =>
  given({ burstLimit: BurstLimit, rateLimit: RateLimit });

function patches(before: Properties, after: Properties): PatchOperation[] {
  const removed = (name: 'Quota' | 'Throttle', path: string): PatchOperation[] =>
    before[name] !== undefined && after[name] === undefined ? [{ op: 'remove', path }] : [];
  return [
    ...scalarPatches(before, after, { UsagePlanName: '/name', Description: '/description' }),
    ...removed('Quota', '/quota'),
    ...removed('Throttle', '/throttle'),
    ...scalarPatches(before.Quota ?? {}, after.Quota ?? before.Quota ?? {}, {
      Limit: '/quota/limit',
      Offset: '/quota/offset',
      Period: '/quota/period',
    }),
    ...scalarPatches(before.Throttle ?? {}, after.Throttle ?? before.Throttle ?? {}, {
      BurstLimit: '/throttle/burstLimit',
      RateLimit: '/throttle/rateLimit',
    }),
    ...stagePatches(before.ApiStages ?? [], after.ApiStages ?? []),
  ];
}

type ApiStage = z.output<typeof apiStage>;

/** A stage whose limits changed is taken out and put in again. */
function stagePatches(before: readonly ApiStage[], after: readonly ApiStage[]): PatchOperation[] {
  const has = (stages: readonly ApiStage[], one: ApiStage) =>
    stages.some((other) => JSON.stringify(other) === JSON.stringify(one));
  const name = ({ ApiId, Stage }: ApiStage) => `${ApiId}:${Stage}`;
  return [
    ...before
      .filter((one) => !has(after, one))
      .map((one) => ({ op: 'remove' as const, path: '/apiStages', value: name(one) })),
    ...after
      .filter((one) => !has(before, one))
      .flatMap((one) => [
        { op: 'add' as const, path: '/apiStages', value: name(one) },
        ...Object.entries(one.Throttle ?? {}).flatMap(([key, limits]) => {
          const slash = key.lastIndexOf('/');
          const path = key.slice(0, slash).replaceAll('/', '~1');
          const root = `/apiStages/${name(one)}/throttle/${path}/${key.slice(slash + 1)}`;
          return scalarPatches({}, limits, {
            BurstLimit: `${root}/burstLimit`,
            RateLimit: `${root}/rateLimit`,
          });
        }),
      ]),
  ];
}
