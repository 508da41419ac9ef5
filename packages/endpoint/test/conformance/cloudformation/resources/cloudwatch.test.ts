import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../../support/endpoint.ts';
import { createStack, deleteStack, outputs, stackEvents, template, updateStack } from '../stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const alarm = (properties: object = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'dead-letters',
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }],
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Period: 60,
    Statistic: 'Maximum',
    Threshold: 0,
    AlarmActions: [{ Ref: 'Topic' }],
    ...properties,
  },
});

const BASE = { Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic' } };

describe('alarms and dashboards', () => {
  test('are kept as settings of their stack', async () => {
    const client = aws.cloudformation();
    const body = (threshold: number) =>
      template(
        {
          ...BASE,
          Alarm: alarm({ Threshold: threshold }),
          Any: {
            Type: 'AWS::CloudWatch::CompositeAlarm',
            Properties: { AlarmRule: { 'Fn::Join': ['', ['ALARM(', { Ref: 'Alarm' }, ')']] } },
          },
          Dashboard: {
            Type: 'AWS::CloudWatch::Dashboard',
            Properties: { DashboardName: 'overview', DashboardBody: '{"widgets":[]}' },
          },
        },
        { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Alarm', 'Arn'] } } } },
      );
    const created = await createStack(client, 'Watched', body(0));
    expect(created.StackStatus).toBe('CREATE_COMPLETE');
    expect(outputs(created)['Arn']).toBe('arn:aws:cloudwatch:us-east-1:000000000000:alarm:dead-letters');
    const { StackResources = [] } = await client.send(
      new DescribeStackResourcesCommand({ StackName: 'Watched' }),
    );
    const ids = new Map(StackResources.map((one) => [one.LogicalResourceId, one.PhysicalResourceId]));
    expect(ids.get('Alarm')).toBe('dead-letters');
    expect(ids.get('Any')).toMatch(/^Watched-Any-[0-9A-Z]{12}$/);
    expect(ids.get('Dashboard')).toBe('overview');
    expect((await updateStack(client, 'Watched', body(5))).StackStatus).toBe('UPDATE_COMPLETE');
    expect((await deleteStack(client, 'Watched')).StackStatus).toBe('DELETE_COMPLETE');
  });

  test.each([
    ['one without a metric', alarm({ MetricName: undefined }), 'Either Metrics, or MetricName and Namespace'],
    ['one with another operator', alarm({ ComparisonOperator: 'Equal' }), '#/ComparisonOperator'],
    [
      'a dashboard that is no JSON',
      { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: '{' } },
      'The field DashboardBody must be a valid JSON object',
    ],
  ])('are refused where CloudWatch refuses them: %s', async (_what, resource, message) => {
    const client = aws.cloudformation();
    const stack = await createStack(client, 'Unwatched', template({ ...BASE, R: resource }));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const reasons = (await stackEvents(client, stack.StackId)).map((event) => event.ResourceStatusReason);
    expect(reasons.join('\n')).toContain(message);
    await deleteStack(client, 'Unwatched');
  });
});
