import { z } from 'zod';

/** Queue attributes as the queue itself uses them. */
export interface QueueSettings {
  readonly isFifo: boolean;
  readonly delayMs: number;
  readonly largestMessageBytes: number;
  readonly retentionMs: number;
  readonly waitMs: number;
  readonly visibilityMs: number;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: 'queue' | 'messageGroup';
  readonly redrive: RedrivePolicy | undefined;
}

export const redrivePolicySchema = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z
    .union([z.int(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.int().min(1).max(1000)),
});

export type RedrivePolicy = z.output<typeof redrivePolicySchema>;

/** Expects attributes that were checked when they were set; see attributes.ts for the defaults. */
export function readSettings(attributes: Record<string, string>): QueueSettings {
  const seconds = (name: string) => Number(attributes[name]) * 1000;
  const redrive = attributes['RedrivePolicy'];
  return {
    isFifo: attributes['FifoQueue'] === 'true',
    delayMs: seconds('DelaySeconds'),
    largestMessageBytes: Number(attributes['MaximumMessageSize']),
    retentionMs: seconds('MessageRetentionPeriod'),
    waitMs: seconds('ReceiveMessageWaitTimeSeconds'),
    visibilityMs: seconds('VisibilityTimeout'),
    contentBasedDeduplication: attributes['ContentBasedDeduplication'] === 'true',
    deduplicationScope: attributes['DeduplicationScope'] === 'messageGroup' ? 'messageGroup' : 'queue',
    redrive: redrive ? redrivePolicySchema.parse(JSON.parse(redrive)) : undefined,
  };
}
