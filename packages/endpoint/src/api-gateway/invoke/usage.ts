import type { ApiKey, QuotaSettings, UsagePlan } from '@aws-sdk/client-api-gateway';
import { own } from '../../core/own.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import type { Exchange } from './exchange.ts';
import { gatewayFailure } from './gateway-failure.ts';
import { type TokenBucket, tokenBucket } from './token-bucket.ts';

export interface UsageControl {
  /** Lets a request to a method that asks for an API key pass, or throws what API Gateway answers. */
  admit(exchange: Exchange): void;
}

export function usageControl(engine: ApiGatewayEngine): UsageControl {
  // A plan that changes is a new record, and with it come full buckets.
  const buckets = new WeakMap<UsagePlan, Map<string, TokenBucket | undefined>>();
  const { clock } = engine.context;

  function bucketOf(
    plan: UsagePlan,
    key: string,
    make: () => TokenBucket | undefined,
  ): TokenBucket | undefined {
    let known = buckets.get(plan);
    if (known === undefined) {
      known = new Map();
      buckets.set(plan, known);
    }
    if (!known.has(key)) known.set(key, make());
    return known.get(key);
  }

  return {
    admit(exchange) {
      const { address, identity, method, resource } = exchange;
      const value = exchange.request.headers['x-api-key'];
      const key = [...engine.apiKeys.values()].find((each) => each.value === value);
      if (value === undefined || key?.id === undefined || !key.enabled) throw gatewayFailure.invalidApiKey();
      const { apiId, stageName } = address;
      const plan = planFor(engine, key, apiId, stageName);
      if (plan?.id === undefined) throw gatewayFailure.invalidApiKey();
      identity.apiKey = String(value);
      identity.apiKeyId = key.id;

      const stage = plan.apiStages?.find((each) => each.apiId === apiId && each.stage === stageName);
      const place = `${resource?.path}/${method?.httpMethod}`;
      const limited = own(stage?.throttle, place);
      const limits = limited ?? plan.throttle;
      const bucket = bucketOf(plan, limited ? `${key.id} ${place}` : key.id, () =>
        tokenBucket(clock, { rate: limits?.rateLimit, burst: limits?.burstLimit }),
      );
      if (bucket?.take() === false) throw gatewayFailure.throttled();
      if (plan.quota) count(engine, plan.id, key.id, plan.quota);
    },
  };
}

function planFor(
  { usagePlans }: ApiGatewayEngine,
  key: ApiKey,
  apiId: string,
  stageName: string,
): UsagePlan | undefined {
  for (const { plan, keyIds } of usagePlans.values()) {
    if (!keyIds.includes(key.id ?? '')) continue;
    if (plan.apiStages?.some((each) => each.apiId === apiId && each.stage === stageName)) return plan;
  }
  return undefined;
}

function count(engine: ApiGatewayEngine, planId: string, keyId: string, quota: QuotaSettings): void {
  const since = periodStart(engine.context.clock.now(), quota.period);
  const before = engine.usage.get(`${planId}/${keyId}`);
  // The offset counts as used in the first period of a key, and in no other.
  const used = before === undefined ? (quota.offset ?? 0) : before.since === since ? before.used : 0;
  if (used >= (quota.limit ?? 0)) throw gatewayFailure.quotaExceeded();
  engine.usage.set(`${planId}/${keyId}`, { since, used: used + 1 });
}

/** Midnight UTC of the day, of the week's Sunday or of the month's first. */
function periodStart(now: number, period: QuotaSettings['period']): number {
  const date = new Date(now);
  date.setUTCHours(0, 0, 0, 0);
  if (period === 'WEEK') date.setUTCDate(date.getUTCDate() - date.getUTCDay());
  if (period === 'MONTH') date.setUTCDate(1);
  return date.getTime();
}
