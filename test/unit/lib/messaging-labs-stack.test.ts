import { describe, expect, it } from 'vitest';
import { RELEASES } from '../../../lib/releases.ts';
import { resourcesOf, templatesOf } from './synthesized.ts';

// A synthesis takes seconds where the machine is busy.
describe('the stack of the messaging labs', { timeout: 60_000 }, () => {
  const template = (release: (typeof RELEASES)[number]) => templatesOf(release)['Dataflow-MessagingLabs'];
  const resources = (type: string) => [...resourcesOf(template('v1'), type).values()];

  it('is the same in every release of the shop', () => {
    for (const release of RELEASES) expect(template(release).toJSON()).toEqual(template('v1').toJSON());
  });

  it('lets each lab do what it needs and nothing else', () => {
    const actions = Object.fromEntries(
      [...resourcesOf(template('v1'), 'AWS::IAM::Policy')].map(([id, { Properties }]) => {
        const { Statement } = Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] };
        return [id.replace(/LabRole.*/, ''), Statement.flatMap(({ Action }) => Action).sort()];
      }),
    );
    const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const receive = [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ];
    expect(actions).toEqual({
      DualWrite: ['dynamodb:PutItem', ...logs, 'sns:Publish'],
      Ordering: ['dynamodb:PutItem', 'dynamodb:UpdateItem', ...logs, ...receive],
    });
  });

  it('does nothing until a scenario enables an event source mapping', () => {
    const mappings = resources('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(2);
    for (const { Properties } of mappings) {
      expect(Properties).toMatchObject({
        Enabled: false,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      });
    }
  });

  it('has a standard and a FIFO queue, each with dead letters of its kind', () => {
    const queues = [...resourcesOf(template('v1'), 'AWS::SQS::Queue')];
    const kinds = queues.map(([id, { Properties }]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      Properties['FifoQueue'] ?? false,
      Properties['RedrivePolicy'] !== undefined,
    ]);
    expect(kinds.sort()).toEqual([
      ['OrderingFifo', true, true],
      ['OrderingFifoDeadLetters', true, false],
      ['OrderingStandard', false, true],
      ['OrderingStandardDeadLetters', false, false],
    ]);
  });

  it('keeps no table when it is deleted', () => {
    const tables = resources('AWS::DynamoDB::Table');
    expect(tables).toHaveLength(2);
    for (const table of tables) expect(table.DeletionPolicy).toBe('Delete');
  });
});
