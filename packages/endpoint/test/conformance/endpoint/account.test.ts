import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, ListTopicsCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';

const ACCOUNT = '123456789012';

async function inAccount() {
  const endpoint = await startTestEndpoint({ accountId: ACCOUNT });
  onTestFinished(() => endpoint.close());
  return clients(endpoint);
}

test('every ARN names the account that the endpoint plays', async () => {
  const aws = await inAccount();
  expect((await aws.sts().send(new GetCallerIdentityCommand({}))).Account).toBe(ACCOUNT);

  const { TableDescription } = await aws.dynamodb().send(
    new CreateTableCommand({
      TableName: 'Orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  expect(TableDescription?.TableArn).toBe(`arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/Orders`);
  expect(TableDescription?.LatestStreamArn).toContain(`:${ACCOUNT}:table/Orders/stream/`);

  const { QueueUrl } = await aws.sqs().send(new CreateQueueCommand({ QueueName: 'orders' }));
  expect(QueueUrl).toMatch(new RegExp(`/${ACCOUNT}/orders$`));
  const { Attributes } = await aws
    .sqs()
    .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  expect(Attributes?.['QueueArn']).toBe(`arn:aws:sqs:us-east-1:${ACCOUNT}:orders`);

  const { TopicArn } = await aws.sns().send(new CreateTopicCommand({ Name: 'orders' }));
  expect(TopicArn).toBe(`arn:aws:sns:us-east-1:${ACCOUNT}:orders`);
  const { SubscriptionArn } = await aws.sns().send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.['QueueArn'],
      ReturnSubscriptionArn: true,
    }),
  );
  expect(SubscriptionArn).toContain(`:${ACCOUNT}:orders:`);

  const { StackId } = await aws.cloudformation().send(
    new CreateStackCommand({
      StackName: 'topics',
      TemplateBody: JSON.stringify({
        Resources: {
          Topic: {
            Type: 'AWS::SNS::Topic',
            Properties: { TopicName: { 'Fn::Join': ['-', ['of', { Ref: 'AWS::AccountId' }]] } },
          },
        },
      }),
    }),
  );
  expect(StackId).toContain(`:${ACCOUNT}:stack/topics/`);
  await eventually('the topic of the stack', async () =>
    (await aws.sns().send(new ListTopicsCommand({}))).Topics?.some(
      (topic) => topic.TopicArn === `arn:aws:sns:us-east-1:${ACCOUNT}:of-${ACCOUNT}`,
    ),
  );
});

test('a function runs in the account, and is told so', async () => {
  const aws = await inAccount();
  const { FunctionArn } = await createFunction(aws, {
    name: 'echo',
    Role: `arn:aws:iam::${ACCOUNT}:role/test-function`,
    source: 'export const handler = async (event, context) => context.invokedFunctionArn;',
  });
  expect(FunctionArn).toBe(`arn:aws:lambda:us-east-1:${ACCOUNT}:function:echo`);
  expect((await invokeFunction(aws, 'echo')).answer).toBe(FunctionArn);
});
