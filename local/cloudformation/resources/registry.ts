import type { KnownTypes } from '../template/validate.ts';
import { cdkMetadata } from './cdk/metadata.ts';
import { repository } from './ecr/repository.ts';
import { managedPolicy } from './iam/managed-policy.ts';
import { policy } from './iam/policy.ts';
import { role } from './iam/role.ts';
import { keyAlias } from './kms/alias.ts';
import { key } from './kms/key.ts';
import { functionAlias } from './lambda/alias.ts';
import { eventInvokeConfig } from './lambda/event-invoke-config.ts';
import { eventSourceMapping } from './lambda/event-source-mapping.ts';
import { lambdaFunction } from './lambda/function.ts';
import { permission } from './lambda/permission.ts';
import { version } from './lambda/version.ts';
import { logGroup } from './logs/log-group.ts';
import type { ResourceType } from './resource-type.ts';
import { bucket } from './s3/bucket.ts';
import { bucketPolicy } from './s3/bucket-policy.ts';
import { subscription } from './sns/subscription.ts';
import { topic } from './sns/topic.ts';
import { topicPolicy } from './sns/topic-policy.ts';
import { queue } from './sqs/queue.ts';
import { queuePolicy } from './sqs/queue-policy.ts';
import { parameter } from './ssm/parameter.ts';

const TYPES: readonly ResourceType[] = [
  bucket,
  bucketPolicy,
  cdkMetadata,
  eventInvokeConfig,
  eventSourceMapping,
  functionAlias,
  key,
  keyAlias,
  lambdaFunction,
  logGroup,
  managedPolicy,
  parameter,
  permission,
  policy,
  queue,
  queuePolicy,
  repository,
  role,
  subscription,
  topic,
  topicPolicy,
  version,
];

const BY_NAME = new Map(TYPES.map((type) => [type.type, type]));

/** The resource type of a name, or undefined when there is none here. */
export function findType(name: string): ResourceType | undefined {
  return BY_NAME.get(name);
}

export const KNOWN_TYPES: KnownTypes = {
  has: (type) => findType(type) !== undefined,
  hasAttribute(type, attribute) {
    const attributes = findType(type)?.attributes ?? [];
    return attributes === 'any' || attributes.includes(attribute);
  },
};
