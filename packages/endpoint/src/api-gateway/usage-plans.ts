import type { ApiStage, UsagePlan } from '@aws-sdk/client-api-gateway';
import { own } from '../core/own.ts';
import type { ApiGatewayEngine } from './engine.ts';
import { apiGatewayError } from './errors.ts';
import { type PatchRule, type PatchRules, parseNumber, rule, text } from './patch.ts';

const PERIODS = ['DAY', 'WEEK', 'MONTH'] as const;

export const USAGE_PLAN_RULES: PatchRules<UsagePlan> = {
  '/name': text('name'),
  '/description': text('description'),
  '/throttle': removed('throttle'),
  '/throttle/rateLimit': rule((plan, { value }) => {
    plan.throttle = { ...plan.throttle, rateLimit: parseNumber(value) };
  }),
  '/throttle/burstLimit': rule((plan, { value }) => {
    plan.throttle = { ...plan.throttle, burstLimit: parseNumber(value) };
  }),
  '/quota': removed('quota'),
  '/quota/limit': rule((plan, { value }) => {
    plan.quota = { ...plan.quota, limit: parseNumber(value) };
  }),
  '/quota/offset': rule((plan, { value }) => {
    plan.quota = { ...plan.quota, offset: parseNumber(value) };
  }),
  '/quota/period': rule((plan, { value }) => {
    const period = PERIODS.find((each) => each === value);
    if (period === undefined)
      throw apiGatewayError.badRequest(`Invalid quota period: must be one of ${PERIODS}`);
    plan.quota = { ...plan.quota, period };
  }),
  // The value names the stage, as `<api>:<stage>`.
  '/apiStages': rule(
    (plan, { op, value }) => {
      const [apiId = '', stage = ''] = value.split(':');
      if (apiId === '' || stage === '') throw apiGatewayError.badRequest('Invalid API Stage specified');
      const others = (plan.apiStages ?? []).filter((each) => each.apiId !== apiId || each.stage !== stage);
      plan.apiStages = op === 'remove' ? others : [...others, { apiId, stage }];
    },
    ['add', 'remove'],
  ),
  '/apiStages/{stage}/throttle': rule(
    (plan, { keys: [name = ''] }) => {
      delete apiStage(plan, name).throttle;
    },
    ['remove'],
  ),
  '/apiStages/{stage}/throttle/{path}/{method}/rateLimit': methodThrottle('rateLimit'),
  '/apiStages/{stage}/throttle/{path}/{method}/burstLimit': methodThrottle('burstLimit'),
};

function removed(member: 'throttle' | 'quota'): PatchRule<UsagePlan> {
  return rule(
    (plan) => {
      delete plan[member];
    },
    ['remove'],
  );
}

function methodThrottle(member: 'rateLimit' | 'burstLimit'): PatchRule<UsagePlan> {
  return rule((plan, { value, keys: [name = '', path = '', method = ''] }) => {
    const stage = apiStage(plan, name);
    const key = `/${path.replace(/^\//, '')}/${method}`;
    stage.throttle = {
      ...stage.throttle,
      [key]: { ...own(stage.throttle, key), [member]: parseNumber(value) },
    };
  });
}

function apiStage(plan: UsagePlan, name: string): ApiStage {
  const stage = plan.apiStages?.find((each) => `${each.apiId}:${each.stage}` === name);
  if (stage === undefined) throw apiGatewayError.notFound('Invalid API Stage specified');
  return stage;
}

export function checkUsagePlan({ stages }: ApiGatewayEngine, plan: UsagePlan): void {
  if (!plan.name) throw apiGatewayError.badRequest('Usage Plan name cannot be blank');
  for (const { apiId, stage } of plan.apiStages ?? []) {
    if (!stages.has(`${apiId}/${stage}`)) {
      throw apiGatewayError.notFound(
        `Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${plan.id}`,
      );
    }
  }
  const { quota } = plan;
  if (quota && (quota.limit === undefined || quota.period === undefined)) {
    throw apiGatewayError.badRequest('A quota needs a limit and a period');
  }
  const longest = quota?.period === 'DAY' ? 0 : quota?.period === 'WEEK' ? 6 : 27;
  if (quota?.offset !== undefined && (quota.offset < 0 || quota.offset > longest)) {
    throw apiGatewayError.badRequest(`Usage Plan quota offset must be between zero and ${longest}`);
  }
}
