import {
  type CloudFormationClient,
  CloudFormationServiceException,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { HeadBucketCommand, NotFound } from '@aws-sdk/client-s3';
import { awsAccess } from '../../driver/aws-access.ts';
import { STACKS } from '../../driver/system.ts';
import type { Target } from '../../driver/targets/target.ts';

/** Tables and buckets by their physical names. */
export interface Data {
  tables: string[];
  buckets: string[];
}

/** What the stacks hold data in, be they whole or not. */
export async function dataOfStacks(target: Target): Promise<Data> {
  const aws = awsAccess(target.aws);
  try {
    const data: Data = { tables: [], buckets: [] };
    for (const stack of STACKS) {
      for (const [type, name] of await resourcesOf(aws.cloudformation, stack)) {
        if (type === 'AWS::DynamoDB::Table') data.tables.push(name);
        if (type === 'AWS::S3::Bucket') data.buckets.push(name);
      }
    }
    return data;
  } finally {
    aws.close();
  }
}

async function resourcesOf(cloudformation: CloudFormationClient, stack: string): Promise<[string, string][]> {
  const resources: [string, string][] = [];
  try {
    const pages = paginateListStackResources({ client: cloudformation }, { StackName: stack });
    for await (const { StackResourceSummaries = [] } of pages) {
      for (const { ResourceType = '', PhysicalResourceId = '' } of StackResourceSummaries) {
        resources.push([ResourceType, PhysicalResourceId]);
      }
    }
  } catch (error) {
    // CloudFormation has no code of its own for a stack that does not exist.
    if (!(error instanceof CloudFormationServiceException && error.name === 'ValidationError')) throw error;
  }
  return resources;
}

/** Which of them still exist. */
export async function keptOf(target: Target, { tables, buckets }: Data): Promise<Data> {
  const aws = awsAccess(target.aws);
  const dynamodb = new DynamoDBClient(target.aws);
  const isThere = (request: Promise<unknown>) =>
    request.then(
      () => true,
      (error: unknown) => {
        if (error instanceof ResourceNotFoundException || error instanceof NotFound) return false;
        throw error;
      },
    );
  try {
    const kept: Data = { tables: [], buckets: [] };
    for (const TableName of tables) {
      if (await isThere(dynamodb.send(new DescribeTableCommand({ TableName })))) kept.tables.push(TableName);
    }
    for (const Bucket of buckets) {
      if (await isThere(aws.s3.send(new HeadBucketCommand({ Bucket })))) kept.buckets.push(Bucket);
    }
    return kept;
  } finally {
    dynamodb.destroy();
    aws.close();
  }
}

/** For the user, with the commands that delete for good; undefined when nothing is kept. */
export function describeKept({ tables, buckets }: Data): string | undefined {
  if (tables.length + buckets.length === 0) return undefined;
  const lines = [
    ...tables.map((table) => `  table  ${table}`),
    ...buckets.map((bucket) => `  bucket ${bucket}`),
  ];
  const commands = [
    ...(tables.length > 0
      ? [
          '  aws dynamodb update-table --no-deletion-protection-enabled --table-name <table>',
          '  aws dynamodb delete-table --table-name <table>',
        ]
      : []),
    ...(buckets.length > 0 ? ['  aws s3 rb --force s3://<bucket>'] : []),
  ];
  return [
    'Data is protected: these are kept, and cost what they store. A new deployment makes new ones.',
    ...lines,
    'To delete them for good:',
    ...commands,
  ].join('\n');
}
