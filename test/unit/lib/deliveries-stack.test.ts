import { describe, expect, it } from 'vitest';
import { RELEASES } from '../../../lib/releases.ts';
import { DELIVERY_SEMANTICS } from '../../../schemas/events/delivery-message.ts';
import { resourcesOf, templatesOf } from './synthesized.ts';

// A synthesis takes seconds where the machine is busy.
describe('the stack of the deliveries lab', { timeout: 120_000 }, () => {
  const template = templatesOf('v1')['Dataflow-Deliveries'];
  const properties = (type: string) =>
    [...resourcesOf(template, type)].map(([id, { Properties }]) => ({ id, properties: Properties }));
  const isFifo = (text: unknown) => /Fifo/.test(JSON.stringify(text));

  it('fans each topic out to a queue for each semantics, by message attribute or by body', () => {
    const subscriptions = properties('AWS::SNS::Subscription').map((each) => each.properties);
    for (const fifo of [false, true]) {
      const policies = subscriptions
        .filter(({ TopicArn }) => isFifo(TopicArn) === fifo)
        .map(({ FilterPolicy, FilterPolicyScope }) => [FilterPolicy, FilterPolicyScope]);
      expect(policies).toEqual(
        DELIVERY_SEMANTICS.map((semantics) => [
          { consumers: [semantics] },
          // By default message attributes.
          fifo ? 'MessageBody' : undefined,
        ]),
      );
    }
    for (const { RawMessageDelivery, RedrivePolicy, Endpoint } of subscriptions) {
      expect(RawMessageDelivery).toBe(true);
      expect(isFifo(RedrivePolicy)).toBe(isFifo(Endpoint));
    }
  });

  it('hides messages for as long as the function may take, and keeps what cannot be read', () => {
    const [lab] = properties('AWS::Lambda::Function').filter(({ id }) => id.startsWith('Deliveries'));
    const queues = properties('AWS::SQS::Queue').filter(({ id }) => !/DeadLetters|Undelivered/.test(id));
    expect(queues).toHaveLength(2 * DELIVERY_SEMANTICS.length);
    for (const { id, properties: queue } of queues) {
      expect(queue['VisibilityTimeout'], id).toBeGreaterThanOrEqual(Number(lab?.properties['Timeout']));
      expect(queue['FifoQueue'] ?? false).toBe(isFifo(id));
      expect(queue['RedrivePolicy']).toMatchObject({ maxReceiveCount: 20 });
    }
  });

  it('maps all queues to the published version, in batches that a FIFO queue allows', () => {
    const mappings = properties('AWS::Lambda::EventSourceMapping').map((each) => each.properties);
    expect(mappings).toHaveLength(2 * DELIVERY_SEMANTICS.length);
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({ BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
      expect(JSON.stringify(mapping['FunctionName'])).toMatch(/Live/);
    }
  });

  it('lets the function use its queues and its table, and nothing else', () => {
    const [lab] = properties('AWS::IAM::Policy').filter(({ id }) => id.startsWith('Deliveries'));
    if (lab === undefined) throw new Error('The function has no policy');
    const { Statement } = lab.properties['PolicyDocument'] as {
      Statement: { Action: string | string[]; Resource: unknown }[];
    };
    const actions = new Set(Statement.flatMap(({ Action }) => Action));
    expect([...actions].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    expect(JSON.stringify(Statement.map(({ Resource }) => Resource))).not.toMatch(/\*/);
  });

  it('lets messages cause faults only with the switch', () => {
    const variables = (context?: Record<string, string>) => {
      const stack = templatesOf('v1', context === undefined ? {} : { context })['Dataflow-Deliveries'];
      const [lab] = [...resourcesOf(stack, 'AWS::Lambda::Function')].filter(([id]) =>
        id.startsWith('Deliveries'),
      );
      return (lab?.[1].Properties['Environment'] as { Variables: object } | undefined)?.Variables;
    };
    expect(variables()).not.toHaveProperty('INJECT_FAULTS');
    expect(variables({ faults: 'true' })).toHaveProperty('INJECT_FAULTS', 'true');
  });

  it('has the same function and queues in every release of the shop', () => {
    const resources = RELEASES.map(
      (release) => templatesOf(release)['Dataflow-Deliveries'].toJSON()['Resources'],
    );
    for (const each of resources) expect(each).toEqual(resources[0]);
  });
});
