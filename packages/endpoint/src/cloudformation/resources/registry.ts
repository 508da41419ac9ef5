import type { KnownTypes } from '../template/validate.ts';
import { account } from './api-gateway/account.ts';
import { apiKey } from './api-gateway/api-key.ts';
import { deployment } from './api-gateway/deployment.ts';
import { gatewayResponse } from './api-gateway/gateway-response.ts';
import { method } from './api-gateway/method.ts';
import { model } from './api-gateway/model.ts';
import { requestValidator } from './api-gateway/request-validator.ts';
import { resource } from './api-gateway/resource.ts';
import { restApi } from './api-gateway/rest-api.ts';
import { stage } from './api-gateway/stage.ts';
import { usagePlan } from './api-gateway/usage-plan.ts';
import { usagePlanKey } from './api-gateway/usage-plan-key.ts';
import { cdkMetadata } from './cdk/metadata.ts';
import { findCustomType } from './cloudformation/custom-resource.ts';
import { nestedStack } from './cloudformation/stack.ts';
import { alarm } from './cloudwatch/alarm.ts';
import { compositeAlarm } from './cloudwatch/composite-alarm.ts';
import { dashboard } from './cloudwatch/dashboard.ts';
import { globalTable } from './dynamodb/global-table.ts';
import { table } from './dynamodb/table.ts';
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
  account,
  alarm,
  apiKey,
  bucket,
  bucketPolicy,
  cdkMetadata,
  compositeAlarm,
  dashboard,
  deployment,
  eventInvokeConfig,
  eventSourceMapping,
  functionAlias,
  gatewayResponse,
  globalTable,
  key,
  keyAlias,
  lambdaFunction,
  logGroup,
  managedPolicy,
  method,
  model,
  nestedStack,
  parameter,
  permission,
  policy,
  queue,
  queuePolicy,
  repository,
  requestValidator,
  resource,
  restApi,
  role,
  stage,
  subscription,
  table,
  topic,
  topicPolicy,
  usagePlan,
  usagePlanKey,
  version,
];

const BY_NAME = new Map(TYPES.map((type) => [type.type, type]));

/** Custom resources aside, whose names are the template's. */
export const RESOURCE_TYPES: readonly string[] = [...BY_NAME.keys()];

/** The resource type of a name, or undefined when there is none here. */
export function findType(name: string): ResourceType | undefined {
  return BY_NAME.get(name) ?? findCustomType(name);
}

export const KNOWN_TYPES: KnownTypes = {
  has: (type) => findType(type) !== undefined,
  hasAttribute(type, attribute) {
    const attributes = findType(type)?.attributes ?? [];
    return attributes === 'any' || attributes.includes(attribute);
  },
};
