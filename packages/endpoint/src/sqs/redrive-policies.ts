import { z } from 'zod';
import { parseBoundedJson } from '../core/bounded-json.ts';
import { record } from '../core/input.ts';
import { sqsError } from './errors.ts';
import type { Queue } from './queue/queue.ts';
import { type RedrivePolicy, redrivePolicySchema } from './queue/settings.ts';

export const redriveAllowPolicySchema = z
  .object({
    redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
    sourceQueueArns: z.array(z.string()).min(1).max(10).optional(),
  })
  .refine((policy) => (policy.redrivePermission === 'byQueue') === (policy.sourceQueueArns !== undefined));

/**
 * A redrive policy as it was sent; both of its members are mandatory.
 * @throws AwsError InvalidParameterValue.
 */
export function readRedrivePolicy(text: string): RedrivePolicy {
  const policy = record(z.unknown()).safeParse(parseBoundedJson(text)).data;
  if (policy === undefined) throw refused('Redrive policy is not a valid JSON map.');
  for (const name of ['deadLetterTargetArn', 'maxReceiveCount']) {
    if (policy[name] === undefined) {
      throw refused(`Redrive policy does not contain mandatory attribute: ${name}.`);
    }
  }
  const parsed = redrivePolicySchema.safeParse(policy);
  if (parsed.success) return parsed.data;
  const isCount = parsed.error.issues.some(({ path }) => path[0] === 'maxReceiveCount');
  throw refused(
    isCount
      ? 'Invalid value for maxReceiveCount, valid values are from 1 to 1000 both inclusive.'
      : 'Invalid value for deadLetterTargetArn.',
  );
}

/**
 * Whether a queue may have the dead-letter queue that its redrive policy names.
 * @throws AwsError InvalidParameterValue.
 */
export function checkRedrivePolicy(
  source: { arn: string; isFifo: boolean },
  redrivePolicy: string,
  queueByArn: (arn: string) => Queue | undefined,
): void {
  const { deadLetterTargetArn } = redrivePolicySchema.parse(JSON.parse(redrivePolicy));
  const target = queueByArn(deadLetterTargetArn);
  if (target === undefined) throw refused('Dead letter target does not exist.');
  if (target.arn === source.arn) throw refused('A queue cannot be its own dead-letter queue.');
  if (target.settings.isFifo !== source.isFifo) {
    throw refused('Dead-letter queue must be same type of queue as the source.');
  }
  if (!allows(target, source.arn)) {
    throw refused('The dead-letter queue does not allow this queue in its RedriveAllowPolicy.');
  }
}

function allows(target: Queue, sourceArn: string): boolean {
  const text = target.record.attributes['RedriveAllowPolicy'];
  if (text === undefined) return true;
  const { redrivePermission, sourceQueueArns } = redriveAllowPolicySchema.parse(JSON.parse(text));
  if (redrivePermission === 'byQueue') return sourceQueueArns?.includes(sourceArn) ?? false;
  return redrivePermission === 'allowAll';
}

function refused(reason: string) {
  return sqsError.invalidParameterValue(`Value for parameter RedrivePolicy is invalid. Reason: ${reason}`);
}
