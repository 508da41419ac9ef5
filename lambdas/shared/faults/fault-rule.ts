import * as z from 'zod';

const MAX_RULES = 50;
const delayMs = z.int().min(0).max(60_000);

const fault = z.discriminatedUnion('kind', [
  /** Waits, then acts. */
  z.object({ kind: z.literal('latency'), ms: delayMs }),
  /** Acts, then waits: the caller may give up on something that was done. */
  z.object({ kind: z.literal('late-answer'), ms: delayMs }),
  /** 500, without acting. */
  z.object({ kind: z.literal('error') }),
  /** 503, without acting. */
  z.object({ kind: z.literal('unavailable') }),
  /** 429 with `Retry-After`, without acting. */
  z.object({ kind: z.literal('refusal') }),
  /** Acts, then answers late and with padding of `bytes`, see slow-body.ts. */
  z.object({ kind: z.literal('slow-body'), ms: delayMs, bytes: z.int().min(0).max(1_000_000) }),
  /** Acts, then answers in base64, which the content type does not say. */
  z.object({ kind: z.literal('wrong-encoding') }),
  /** The clients of `service` run without resilience, or without their fallbacks. */
  z.object({ kind: z.literal('protections'), off: z.enum(['all', 'fallback']) }),
]);

const faultRule = z.object({
  /** Which service misbehaves. */
  service: z.string(),
  /** Only in calls of this service; by default in all calls. */
  caller: z.string().optional(),
  /** Only this operation, as the protocol names it: `POST /payments`, `Assess`, `BookShipment`. */
  operation: z.string().optional(),
  /** In this share of calls. */
  share: z.number().min(0).max(1),
  fault,
});

export type Fault = z.infer<typeof fault>;
export type FaultRule = z.infer<typeof faultRule>;

/** The item of the active rules, written by the driver. The rules are JSON text: numbers stay numbers. */
export const FAULTS_KEY = { pk: 'FAULTS', sk: 'ACTIVE' } as const;

export const activeFaultsItem = z.looseObject({
  rules: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(faultRule).max(MAX_RULES)),
});
