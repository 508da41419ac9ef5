import type { ApiStage, UsagePlan } from '@aws-sdk/client-api-gateway';
import type { ApiGatewayEngine } from './engine.ts';
import { apiGatewayError } from './errors.ts';
import { type PatchRule, type PatchRules, parseNumber, text } from './patch.ts';

const PERIODS = ['DAY', 'WEEK', 'MONTH'] as const;

export const USAGE_PLAN_RULES: PatchRules<UsagePlan> = {
  '/name': text('name'),
  '/description': text('description'),
  '/throttle': removed('throttle'),
  '/throttle/rateLimit': (plan, { value }) => {
    plan.throttle = { ...plan.throttle, rateLimit: parseNumber(value) };
  },
  '/throttle/burstLimit': (plan, { value }) => {
    plan.throttle = { ...plan.throttle, burstLimit: parseNumber(value) };
  },
  '/quota': removed('quota'),
  '/quota/limit': (plan, { value }) => {
    plan.quota = { ...plan.quota, limit: parseNumber(value) };
  },
  '/quota/offset': (plan, { value }) => {
    plan.quota = { ...plan.quota, offset: parseNumber(value) };
  },
  '/quota/period': (plan, { value }) => {
    const period = PERIODS.find((each) => each === value);
    if (period === undefined)
      throw apiGatewayError.badRequest(`Invalid quota period: must be one of ${PERIODS}`);
    plan.quota = { ...plan.quota, period };
  },
  // The value names the stage, as `<api>:<stage>`.
  '/apiStages': (plan, { op, value }) => {
    const [apiId = '', stage = ''] = value.split(':');
    const others = (plan.apiStages ?? []).filter((each) => each.apiId !== apiId || each.stage !== stage);
    plan.apiStages = op === 'remove' ? others : [...others, { apiId, stage }];
  },
  '/apiStages/{stage}/throttle': (plan, { op, keys: [name = ''] }) => {
    if (op !== 'remove') throw apiGatewayError.badRequest('A stage throttle can only be removed as a whole');
    delete apiStage(plan, name).throttle;
  },
  '/apiStages/{stage}/throttle/{path}/{method}/rateLimit': methodThrottle('rateLimit'),
  '/apiStages/{stage}/throttle/{path}/{method}/burstLimit': methodThrottle('burstLimit'),
};

function removed(member: 'throttle' | 'quota'): PatchRule<UsagePlan> {
  return (plan, { op }) => {
    if (op !== 'remove') throw apiGatewayError.badRequest(`${member} can only be removed as a whole`);
    delete plan[member];
  };
}

function methodThrottle(member: 'rateLimit' | 'burstLimit'): PatchRule<UsagePlan> {
  return (plan, { value, keys: [name = '', path = '', method = ''] }) => {
    const stage = apiStage(plan, name);
    const key = `/${path.replace(/^\//, '')}/${method}`;
    stage.throttle = {
      ...stage.throttle,
      [key]: { ...stage.throttle?.[key], [member]: parseNumber(value) },
    };
  };
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
      throw apiGatewayError.notFound('API Stage not found: an API stage of the plan does not exist');
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
