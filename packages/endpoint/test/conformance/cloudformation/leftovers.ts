import { GetApiKeysCommand, GetRestApisCommand, GetUsagePlansCommand } from '@aws-sdk/client-api-gateway';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import type { clients } from '../../support/endpoint.ts';

/** Everything that a stack may have left behind. */
export async function leftovers(at: ReturnType<typeof clients>): Promise<Record<string, unknown[]>> {
  const { Keys = [] } = await at.kms().send(new ListKeysCommand({}));
  const keys = await Promise.all(
    Keys.map(async ({ KeyId }) => (await at.kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata),
  );
  const found: Record<string, unknown[] | undefined> = {
    aliases: (await at.kms().send(new ListAliasesCommand({}))).Aliases,
    apis: (await at.apigateway().send(new GetRestApisCommand({}))).items,
    apiKeys: (await at.apigateway().send(new GetApiKeysCommand({}))).items,
    buckets: (await at.s3().send(new ListBucketsCommand({}))).Buckets,
    functions: (await at.lambda().send(new ListFunctionsCommand({}))).Functions,
    keys: keys.filter((key) => key?.KeyState !== 'PendingDeletion'),
    // As on AWS, the log group that Lambda makes for a function outlives it.
    logGroups: (await at.logs().send(new DescribeLogGroupsCommand({}))).logGroups?.filter(
      ({ logGroupName }) => !logGroupName?.startsWith('/aws/lambda/'),
    ),
    mappings: (await at.lambda().send(new ListEventSourceMappingsCommand({}))).EventSourceMappings,
    parameters: (await at.ssm().send(new DescribeParametersCommand({}))).Parameters,
    policies: (await at.iam().send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies,
    queues: (await at.sqs().send(new ListQueuesCommand({}))).QueueUrls,
    repositories: (await at.ecr().send(new DescribeRepositoriesCommand({}))).repositories,
    roles: (await at.iam().send(new ListRolesCommand({}))).Roles,
    subscriptions: (await at.sns().send(new ListSubscriptionsCommand({}))).Subscriptions,
    tables: (await at.dynamodb().send(new ListTablesCommand({}))).TableNames,
    topics: (await at.sns().send(new ListTopicsCommand({}))).Topics,
    usagePlans: (await at.apigateway().send(new GetUsagePlansCommand({}))).items,
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([kind, items = []]) => (items.length > 0 ? [[kind, items]] : [])),
  );
}
