import { z } from 'zod';
import { parseBoundedJson } from '../core/bounded-json.ts';
import { snsError } from './errors.ts';

/**
 * How SNS delivers to HTTP endpoints. The endpoint has none, so that a policy is a setting that is checked and shown:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const retryPolicy = z
  .looseObject({
    minDelayTarget: z.int().min(1).max(3600).optional(),
    maxDelayTarget: z.int().min(1).max(3600).optional(),
    numRetries: z.int().min(0).max(100).optional(),
    numMaxDelayRetries: z.int().min(0).optional(),
    numNoDelayRetries: z.int().min(0).optional(),
    numMinDelayRetries: z.int().min(0).optional(),
    backoffFunction: z.enum(['arithmetic', 'exponential', 'geometric', 'linear']).optional(),
  })
  .refine(({ minDelayTarget: least = 1, maxDelayTarget: most = 3600 }) => least <= most, {
    message: 'minDelayTarget must be less than or equal to maxDelayTarget',
  });

const httpPolicy = z.looseObject({
  defaultHealthyRetryPolicy: retryPolicy.nullish(),
  disableSubscriptionOverrides: z.boolean().default(false),
  defaultThrottlePolicy: z.looseObject({ maxReceivesPerSecond: z.int().min(1).nullish() }).nullish(),
  defaultRequestPolicy: z.looseObject({ headerContentType: z.string().optional() }).nullish(),
});

const deliveryPolicy = z.looseObject({ http: httpPolicy.optional() });

const DEFAULT_RETRIES = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
};

const DEFAULT_REQUEST = { headerContentType: 'text/plain; charset=UTF-8' };

/**
 * A topic's delivery policy as it is shown: with its defaults, without what is null.
 * @throws AwsError InvalidParameter.
 */
export function readDeliveryPolicy(text: string): string {
  return JSON.stringify(parse(text), (_name, value) => value ?? undefined);
}

/** What holds for a topic: its own delivery policy over the defaults. */
export function effectiveDeliveryPolicy(text: string | undefined): string {
  const http = text === undefined ? undefined : parse(text).http;
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: { ...DEFAULT_RETRIES, ...http?.defaultHealthyRetryPolicy },
      disableSubscriptionOverrides: http?.disableSubscriptionOverrides ?? false,
      ...(http?.defaultThrottlePolicy && { defaultThrottlePolicy: http.defaultThrottlePolicy }),
      defaultRequestPolicy: { ...DEFAULT_REQUEST, ...http?.defaultRequestPolicy },
    },
  });
}

function parse(text: string): z.output<typeof deliveryPolicy> {
  const value = parseBoundedJson(text);
  if (value === undefined) throw snsError.invalidParameter('DeliveryPolicy: failed to parse JSON.');
  const parsed = deliveryPolicy.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw snsError.invalidParameter(`DeliveryPolicy: ${issue?.path.join('.') || 'policy'}: ${issue?.message}`);
}
