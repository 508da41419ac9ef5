import { template } from './stacks.ts';

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const allow = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['sqs:*', 'logs:*'], Resource: '*' }],
};
const ref = (name: string) => ({ Ref: name });
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const table = (name: string) => ({
  TableName: name,
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});

/** One resource of every type that leaves something behind, with fixed names where a type has them. */
export const WHOLE_STACK = template({
  Table: { Type: 'AWS::DynamoDB::Table', Properties: table('whole-table') },
  GlobalTable: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: { ...table('whole-global'), Replicas: [{ Region: ref('AWS::Region') }] },
  },
  DeadLetters: { Type: 'AWS::SQS::Queue' },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: 'whole.fifo',
      FifoQueue: true,
    },
  },
  Work: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: 'whole-work',
      RedrivePolicy: { deadLetterTargetArn: arn('DeadLetters'), maxReceiveCount: 3 },
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'whole' } },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint: arn('Work') },
  },
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: { BucketName: 'whole-bucket', VersioningConfiguration: { Status: 'Enabled' } },
  },
  Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'whole' } },
  Key: { Type: 'AWS::KMS::Key', Properties: { Description: 'whole' } },
  KeyAlias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/whole', TargetKeyId: ref('Key') } },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/whole', Type: 'String', Value: 'x' } },
  LogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/whole', RetentionInDays: 1 } },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'whole',
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: 'inline', PolicyDocument: allow }],
    },
  },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'attached', PolicyDocument: allow, Roles: [ref('Role')] },
  },
  ManagedPolicy: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: 'whole', PolicyDocument: allow, Roles: [ref('Role')] },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'whole',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: arn('Role'),
      Code: { ZipFile: 'exports.handler = async () => {};' },
    },
    DependsOn: ['Policy', 'ManagedPolicy'],
  },
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Function') } },
  Alias: {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: ref('Function'),
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: ref('Function'), EventSourceArn: arn('Work') },
  },
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'whole' } },
  Path: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: ref('Api'),
      ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      PathPart: 'path',
    },
  },
  Method: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: ref('Api'),
      ResourceId: ref('Path'),
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'MOCK' },
    },
  },
  Deployment: {
    Type: 'AWS::ApiGateway::Deployment',
    Properties: { RestApiId: ref('Api') },
    DependsOn: 'Method',
  },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: ref('Api'), DeploymentId: ref('Deployment'), StageName: 'prod' },
  },
  ApiKey: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Name: 'whole', Enabled: true } },
  UsagePlan: {
    Type: 'AWS::ApiGateway::UsagePlan',
    Properties: { UsagePlanName: 'whole', ApiStages: [{ ApiId: ref('Api'), Stage: ref('Stage') }] },
  },
  UsagePlanKey: {
    Type: 'AWS::ApiGateway::UsagePlanKey',
    Properties: { KeyId: ref('ApiKey'), KeyType: 'API_KEY', UsagePlanId: ref('UsagePlan') },
  },
});
