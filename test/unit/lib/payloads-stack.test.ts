import { describe, expect, it } from 'vitest';
import { RELEASES } from '../../../lib/releases.ts';
import { resourcesOf, templatesOf } from './synthesized.ts';

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

// A synthesis takes seconds where the machine is busy.
describe('the payloads lab', { timeout: 60_000 }, () => {
  const template = templatesOf('v1')['Dataflow-Payloads'];
  const statements = (name: string): Statement[] => {
    const policies = [...resourcesOf(template, 'AWS::IAM::Policy')];
    const found = policies.find(([id]) => id.startsWith(`Payloads${name}RoleDefaultPolicy`))?.[1];
    const document = found?.Properties['PolicyDocument'] as { Statement: Statement[] } | undefined;
    return document?.Statement ?? [];
  };
  const actions = (name: string) => statements(name).flatMap(({ Action }) => Action);

  it('lets the publisher publish and store records, and not read them', () => {
    expect(actions('Publisher').sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:PutObject',
      'sns:Publish',
    ]);
  });

  it('lets only the consumer of references read from the bucket, and only records', () => {
    const s3 = (name: string) => actions(name).filter((action) => action.startsWith('s3:'));
    expect(s3('Full')).toEqual([]);
    expect(s3('Delta')).toEqual([]);
    expect(s3('Reference')).toEqual(['s3:GetObject', 's3:ListBucket']);
    const get = statements('Reference').find(({ Action }) => Action === 's3:GetObject');
    expect(JSON.stringify(get?.Resource)).toMatch(/Claims.*"\/records\/\*"/);
  });

  it('lets each consumer park in its own dead-letter queue only', () => {
    for (const name of ['Full', 'Delta', 'Reference']) {
      const send = statements(name).filter(({ Action }) => [Action].flat().includes('sqs:SendMessage'));
      expect(send.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
        expect.stringMatching(new RegExp(`^\\{"Fn::GetAtt":\\["${name}ConsumerDeadLetters`)),
      ]);
    }
  });

  it('declares the payload kind of each topic, which is FIFO', () => {
    const topics = [...resourcesOf(template, 'AWS::SNS::Topic')];
    expect(topics.map(([, { Properties }]) => Properties['Tags'])).toEqual(
      ['full', 'delta', 'reference'].map((Value) => [{ Key: 'payload-kind', Value }]),
    );
    for (const [, { Properties }] of topics) expect(Properties['FifoTopic']).toBe(true);
  });

  it('keeps records for longer than claim checks are valid, and claim checks as long as events', () => {
    const [bucket] = resourcesOf(template, 'AWS::S3::Bucket').values();
    expect(bucket?.Properties['LifecycleConfiguration']).toEqual({
      Rules: [expect.objectContaining({ Prefix: 'records/', Status: 'Enabled', ExpirationInDays: 15 })],
    });
    const publisher = [...resourcesOf(template, 'AWS::Lambda::Function')].find(([id]) =>
      id.startsWith('PayloadsPublisher'),
    )?.[1];
    expect(publisher?.Properties['Environment']).toMatchObject({ Variables: { CLAIMS_KEPT_DAYS: '14' } });
    for (const { Properties } of resourcesOf(template, 'AWS::SQS::Queue').values()) {
      expect(Properties['MessageRetentionPeriod']).toBe(14 * 24 * 3600);
    }
  });

  it('has no alarms, and the same resources in every release of the shop', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    for (const release of RELEASES) {
      expect(templatesOf(release)['Dataflow-Payloads'].toJSON().Resources).toEqual(
        template.toJSON().Resources,
      );
    }
  });
});
