import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { CONSUMER_GROUP_PREFIX, CONSUMER_GROUPS_KEY } from '../../../schemas/items/consumer-group-items.ts';
import { OUTBOX_PREFIX } from '../../../schemas/items/outbox-item.ts';
import { type Resource, resourcesOf, type Templates, templatesOf } from './synthesized.ts';

const templates = templatesOf('v1');
const messaging = templates['Dataflow-Messaging'];
const services = templates['Dataflow-Services'];

interface Statement {
  Action: string | string[];
  Effect: string;
  Resource: unknown;
}

/** What the roles of a stack may do, by role. */
function grants(template: typeof messaging): Map<string, Statement[]> {
  return new Map(
    [...resourcesOf(template, 'AWS::IAM::Policy')].map(([id, { Properties }]) => {
      const { Statement } = Properties['PolicyDocument'] as { Statement: Statement[] };
      return [id.replace(/RoleDefaultPolicy.*/, ''), Statement];
    }),
  );
}

function actionsOf(statements: Statement[] | undefined): string[] {
  return (statements ?? []).flatMap(({ Action }) => Action).sort();
}

describe('grants', () => {
  const all = [...grants(services), ...grants(messaging)];

  it('have no wildcard action, and no wildcard resource but the parameter of a path', () => {
    for (const [, statements] of all) {
      for (const { Action, Resource } of statements) {
        expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
        expect(
          JSON.stringify(Resource).replaceAll(
            /\/live\/GET\/((v1\/)?payments|schemas\/fingerprints)\/\*/g,
            '',
          ),
        ).not.toMatch(/\*/);
      }
    }
  });

  it('let a service write its own log group, and use only the calls that it makes', () => {
    const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const queue = [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ];
    const expected = {
      Profiles: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', ...logs],
      Orders: [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'execute-api:Invoke',
        ...logs,
        // To the two queues that Lambda reports reconciliations to.
        ...['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
      ],
      Payments: ['dynamodb:GetItem', 'dynamodb:PutItem', 'execute-api:Invoke', ...logs, 'sqs:SendMessage'],
      PaymentsWorker: [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'execute-api:Invoke',
        ...logs,
        ...queue,
        'sqs:SendMessage',
      ],
      PaymentsCallbackSender: ['dynamodb:GetItem', 'execute-api:Invoke', ...logs, ...queue],
      Callbacks: ['dynamodb:PutItem', ...logs],
      Fraud: ['dynamodb:GetItem', 'dynamodb:PutItem', ...logs],
      Carrier: ['dynamodb:GetItem', 'dynamodb:PutItem', ...logs],
      CarrierWorker: ['dynamodb:GetItem', 'dynamodb:PutItem', ...logs, ...queue, 'sqs:SendMessage'],
      Relay: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
        'dynamodb:UpdateItem',
        'execute-api:Invoke',
        ...logs,
        'sns:Publish',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:SendMessage',
      ],
      // Each parks what it cannot read in its own dead-letter queue.
      Analytics: ['dynamodb:PutItem', 'dynamodb:UpdateItem', ...logs, ...queue, 'sqs:SendMessage'],
      Email: ['dynamodb:PutItem', ...logs, ...queue, 'sqs:SendMessage'],
      Journal: [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        ...logs,
        ...queue,
        'sqs:SendMessage',
      ],
      AnalyticsRebuild: ['dynamodb:PutItem', 'dynamodb:UpdateItem', ...logs, ...queue, 'sqs:SendMessage'],
      Replay: [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        ...logs,
        'sqs:SendMessage',
      ],
    };
    const actual = Object.fromEntries(all.map(([role, statements]) => [role, actionsOf(statements)]));
    expect(actual).toEqual(expected);
  });

  it('let orders invoke payments and the carrier, and payments the contracts of fraud', () => {
    const invoke = (role: string) =>
      grants(services)
        .get(role)
        ?.find(({ Action }) => Action === 'execute-api:Invoke')?.Resource;
    expect(JSON.stringify(invoke('Orders'))).toMatch(/PaymentsRestApi.*\/live\/GET\/payments\/\*/);
    expect(JSON.stringify(invoke('Orders'))).toMatch(/PaymentsRestApi.*\/live\/POST\/payments"/);
    expect(JSON.stringify(invoke('Orders'))).toMatch(/CarrierRestApi.*\/live\/POST\/carrier"/);
    const ofFraud = JSON.stringify(invoke('Payments'));
    for (const version of ['v1', 'v2']) {
      expect(ofFraud).toMatch(new RegExp(`/live/POST/shop\\.fraud\\.${version}\\.FraudService/Assess"`));
    }
    expect(ofFraud).not.toMatch(/\*|assessments/);
  });
});

describe('APIs', () => {
  it('ask for a signed request on every method, and check that a body is a JSON object where the API is for JSON', () => {
    const methods = [...resourcesOf(services, 'AWS::ApiGateway::Method')];
    const routes = methods.map(([, { Properties }]) => Properties['HttpMethod']);
    expect(routes.sort()).toEqual([...Array(8).fill('GET'), 'PATCH', ...Array(11).fill('POST')]);
    for (const [id, { Properties }] of methods) {
      expect(Properties['AuthorizationType']).toBe('AWS_IAM');
      expect(Properties['RequestValidatorId']).toBeDefined();
      const hasJson = Properties['HttpMethod'] !== 'GET' && !/^(Carrier|Fraud)/.test(id);
      expect(Properties['RequestModels'] !== undefined, id).toBe(hasJson);
    }
  });

  it('that customers reach are throttled, and say when to try again', () => {
    const throttled = [...resourcesOf(services, 'AWS::ApiGateway::Stage')]
      .filter(([, { Properties }]) => {
        const settings = (Properties['MethodSettings'] ?? []) as Record<string, unknown>[];
        return settings.some(
          (each) =>
            each['HttpMethod'] === '*' &&
            each['ResourcePath'] === '/*' &&
            each['ThrottlingRateLimit'] === 1000 &&
            each['ThrottlingBurstLimit'] === 2000,
        );
      })
      .map(([id]) => id.slice(0, id.indexOf('Rest')));
    expect(throttled.sort()).toEqual(['Orders', 'Profiles']);
    const retryAfter = [...resourcesOf(services, 'AWS::ApiGateway::GatewayResponse')]
      .filter(([, { Properties }]) => Properties['ResponseType'] === 'THROTTLED')
      .map(([id, { Properties }]) => {
        const headers = Properties['ResponseParameters'] as Record<string, unknown>;
        return [id.slice(0, id.indexOf('Rest')), headers['gatewayresponse.header.Retry-After']];
      });
    expect(Object.fromEntries(retryAfter)).toMatchObject({ Orders: "'1'", Profiles: "'1'" });
  });

  it('hand bodies to fraud and to the carrier as bytes', () => {
    const apis = [...resourcesOf(services, 'AWS::ApiGateway::RestApi')];
    expect(apis.filter(([, { Properties }]) => Properties['BinaryMediaTypes']).map(([id]) => id)).toEqual([
      expect.stringMatching(/^Fraud/),
      expect.stringMatching(/^Carrier/),
    ]);
  });

  it('log every access', () => {
    for (const { Properties } of resourcesOf(services, 'AWS::ApiGateway::Stage').values()) {
      expect(Properties['StageName']).toBe('live');
      expect(Properties['AccessLogSetting']).toBeDefined();
    }
  });

  it('are waited for longer by their callers than they themselves wait', () => {
    const timeout = (service: string) =>
      [...resourcesOf(services, 'AWS::Lambda::Function')].find(([id]) => id.startsWith(service))?.[1]
        .Properties['Timeout'] as number;
    expect(timeout('Fraud')).toBeLessThan(timeout('Payments'));
    expect(timeout('Payments')).toBeLessThan(timeout('Orders'));
    expect(timeout('Orders')).toBeLessThan(29);
  });
});

describe('consumers', () => {
  const queues = resourcesOf(messaging, 'AWS::SQS::Queue');

  it.each(['Analytics', 'Email', 'Journal'])(
    '%s has a FIFO queue and FIFO dead letters, both for two weeks, after at least five receives',
    (name) => {
      const queue = byPrefix(queues, `${name}ConsumerQueue`).Properties;
      expect(queue['FifoQueue']).toBe(true);
      expect(queue['RedrivePolicy']).toEqual({
        deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(`^${name}ConsumerDeadLetters`), 'Arn'] },
        maxReceiveCount: expect.toSatisfy((count: number) => count >= 5),
      });
      // An outage of three minutes is no reason to give a message up.
      const { maxReceiveCount } = queue['RedrivePolicy'] as { maxReceiveCount: number };
      expect((maxReceiveCount - 1) * Number(queue['VisibilityTimeout'])).toBeGreaterThan(180);
      for (const kind of ['Queue', 'DeadLetters', 'Undelivered']) {
        expect(byPrefix(queues, `${name}Consumer${kind}`).Properties).toMatchObject({
          FifoQueue: true,
          MessageRetentionPeriod: 14 * 24 * 3600,
        });
      }
    },
  );

  it.each(['Analytics', 'Email', 'Journal'])(
    '%s has six times its timeout before a message is seen again',
    (name) => {
      const { Timeout } = byPrefix(
        resourcesOf(messaging, 'AWS::Lambda::Function'),
        `${name}Function`,
      ).Properties;
      const { VisibilityTimeout } = byPrefix(queues, `${name}ConsumerQueue`).Properties;
      expect(VisibilityTimeout).toBe(Number(Timeout) * 6);
    },
  );

  it.each(['Analytics', 'Email', 'Journal'])('%s may send to its own dead-letter queue only', (name) => {
    const send = grants(messaging)
      .get(name)
      ?.filter(({ Action }) => Action === 'sqs:SendMessage');
    const target = { 'Fn::GetAtt': [expect.stringMatching(`^${name}ConsumerDeadLetters`), 'Arn'] };
    expect(send?.map(({ Resource }) => Resource)).toEqual([target]);
    const { Environment } = byPrefix(
      resourcesOf(messaging, 'AWS::Lambda::Function'),
      `${name}Function`,
    ).Properties;
    expect(Environment).toMatchObject({
      Variables: { DEAD_LETTER_QUEUE_URL: { Ref: expect.stringMatching(`^${name}ConsumerDeadLetters`) } },
    });
  });

  it('answer message by message', () => {
    for (const { Properties } of resourcesOf(messaging, 'AWS::Lambda::EventSourceMapping').values()) {
      expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
    }
  });

  it('get events as they were published, in order', () => {
    messaging.hasResourceProperties('AWS::SNS::Topic', { FifoTopic: true });
    for (const { Properties } of resourcesOf(messaging, 'AWS::SNS::Subscription').values()) {
      expect(Properties['RawMessageDelivery']).toBe(true);
      expect(Properties['RedrivePolicy']).toEqual({
        deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/ConsumerUndelivered/), 'Arn'] },
      });
    }
  });
});

describe('work queues', () => {
  const queues = resourcesOf(services, 'AWS::SQS::Queue');

  it.each([
    ['PaymentsWork', 'PaymentsWorker'],
    ['PaymentsCallback', 'PaymentsCallbackSender'],
    ['CarrierRequests', 'CarrierWorker'],
  ])('%s invokes %s message by message, and keeps for two weeks what failed', (name, worker) => {
    const queue = byPrefix(queues, `${name}Queue`).Properties;
    const { Timeout } = byPrefix(
      resourcesOf(services, 'AWS::Lambda::Function'),
      `${worker}Function`,
    ).Properties;
    expect(queue['VisibilityTimeout']).toBe(Number(Timeout) * 6);
    expect(queue['RedrivePolicy']).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(`^${name}DeadLetters`), 'Arn'] },
      maxReceiveCount: 20,
    });
    expect(byPrefix(queues, `${name}DeadLetters`).Properties['MessageRetentionPeriod']).toBe(14 * 24 * 3600);
    const mappings = [...resourcesOf(services, 'AWS::Lambda::EventSourceMapping').values()].filter(
      ({ Properties }) => JSON.stringify(Properties['EventSourceArn']).includes(`${name}Queue`),
    );
    expect(mappings).toHaveLength(1);
    expect(mappings[0]?.Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(JSON.stringify(mappings[0]?.Properties['FunctionName'])).toMatch(new RegExp(`"${worker}`));
  });

  it('let callbacks go to one route of the receiver, and replies to one queue', () => {
    const resources = (role: string, action: string) =>
      grants(services)
        .get(role)
        ?.filter(({ Action }) => [Action].flat().includes(action))
        .map(({ Resource }) => JSON.stringify(Resource));
    expect(resources('PaymentsCallbackSender', 'execute-api:Invoke')).toEqual([
      expect.stringMatching(/CallbacksRestApi.*\/live\/POST\/callbacks\/payments"/),
    ]);
    expect(resources('CarrierWorker', 'sqs:SendMessage')).toEqual([
      expect.stringMatching(/^\{"Fn::GetAtt":\["CarrierRepliesQueue/),
    ]);
  });

  it('get reports of asynchronous reconciliations, which are not repeated', () => {
    services.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      Qualifier: { 'Fn::Select': [7, Match.anyValue()] },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: {
        OnSuccess: {
          Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReconciliationsSucceeded'), 'Arn'] },
        },
        OnFailure: {
          Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReconciliationsFailed'), 'Arn'] },
        },
      },
    });
  });
});

describe('the replay service', () => {
  it('reads the journal, writes items of consumer groups only, and sends to the queue of a group only', () => {
    const statements = grants(messaging).get('Replay') ?? [];
    const writes = statements.filter(({ Action }) => [Action].flat().includes('dynamodb:PutItem'));
    expect(writes).toMatchObject([
      {
        Condition: {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': [CONSUMER_GROUPS_KEY, `${CONSUMER_GROUP_PREFIX}*`],
          },
        },
      },
    ]);
    const sends = statements.filter(({ Action }) => Action === 'sqs:SendMessage');
    expect(sends.map(({ Resource }) => Resource)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^AnalyticsRebuildConsumerQueue/), 'Arn'] },
    ]);
  });

  it('is all that sends to the queue of a group: the topic does not', () => {
    const subscribed = [...resourcesOf(messaging, 'AWS::SNS::Subscription').values()].map(({ Properties }) =>
      JSON.stringify(Properties['Endpoint']),
    );
    expect(subscribed.length).toBeGreaterThan(0);
    expect(subscribed.filter((endpoint) => endpoint.includes('Rebuild'))).toEqual([]);
  });
});

describe('the relay', () => {
  it('sees new outbox items only, tries again until the stream drops them, and then says so', () => {
    const mapping = byPrefix(
      resourcesOf(messaging, 'AWS::Lambda::EventSourceMapping'),
      'OutboxSource',
    ).Properties;
    expect(mapping['FilterCriteria']).toEqual({
      Filters: [
        {
          Pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { Keys: { pk: { S: [{ prefix: OUTBOX_PREFIX }] } } },
          }),
        },
      ],
    });
    expect(mapping).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 23 * 3600,
    });
    expect(mapping['DestinationConfig']).toEqual({
      OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^OutboxFailed/), 'Arn'] } },
    });
  });
});

describe('alarms', () => {
  const all = Object.values(templates).flatMap((template) =>
    [...resourcesOf(template, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties),
  );
  const watched = (metric: string) =>
    all
      .filter(({ MetricName }) => MetricName === metric)
      .map(({ Dimensions }) => JSON.stringify(Dimensions))
      .sort();

  it('watch every queue that holds what could not be processed', () => {
    const queues = [messaging, services].flatMap((template) => [
      ...resourcesOf(template, 'AWS::SQS::Queue').keys(),
    ]);
    const holding = queues.filter((id) => /DeadLetters|Undelivered|Failed/.test(id));
    expect(holding).toHaveLength(13);
    const alarms = watched('ApproximateNumberOfMessagesVisible');
    expect(alarms).toHaveLength(holding.length);
    for (const id of holding) expect(alarms.filter((dimensions) => dimensions.includes(id))).toHaveLength(1);
  });

  it('watch the age of the stream and the errors of every function with a release', () => {
    expect(watched('IteratorAge')).toEqual([expect.stringMatching(/RelayFunction/)]);
    const functions = Object.values(templates)
      .flatMap((template) => [...resourcesOf(template, 'AWS::Lambda::Alias')].map(([id]) => id))
      .filter((id) => !/^(Records|Deliveries|Payloads)|Lab/.test(id));
    expect(watched('Errors')).toHaveLength(functions.length);
  });

  it('are quiet without traffic, and as many as the documentation says', () => {
    for (const { TreatMissingData, AlarmDescription } of all) {
      expect(TreatMissingData).toBe('notBreaching');
      expect(AlarmDescription).toBeTruthy();
    }
    const documented = /\*\*(\d+) alarms\*\*/.exec(readFileSync('docs/operating.md', 'utf8'))?.[1];
    expect(Number(documented)).toBe(all.length);
  });
});

describe('the context', { timeout: 60_000 }, () => {
  const adjusted = templatesOf('v1', {
    context: {
      ...{ alarms: 'false', reconcileEvery: '5', journalRetentionDays: '365' },
      alarmTopicArn: 'arn:aws:sns:us-east-1:000000000000:a',
    },
  });
  const notifying = templatesOf('v1', {
    context: { alarmTopicArn: 'arn:aws:sns:us-east-1:000000000000:alarms' },
  });

  it('can leave alarms out, or have them notify a topic', () => {
    for (const template of Object.values(adjusted)) template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    for (const template of Object.values(notifying)) {
      for (const { Properties } of resourcesOf(template, 'AWS::CloudWatch::Alarm').values()) {
        expect(Properties['AlarmActions']).toEqual(['arn:aws:sns:us-east-1:000000000000:alarms']);
      }
    }
    for (const { AlarmActions } of [...resourcesOf(messaging, 'AWS::CloudWatch::Alarm').values()].map(
      ({ Properties }) => Properties,
    )) {
      expect(AlarmActions).toBeUndefined();
    }
  });

  it('can have orders reconciled by a rule, and there is none without it', () => {
    services.resourceCountIs('AWS::Events::Rule', 0);
    adjusted['Dataflow-Services'].hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('^OrdersLive') },
          Input: '{"action":"reconcile"}',
        }),
      ],
    });
    expect(() => templatesOf('v1', { context: { reconcileEvery: 'often' } })).toThrow(
      'reconcileEvery must be a whole number of minutes',
    );
  });

  it('can limit how long the journal keeps events, which do not expire by default', () => {
    const variables = (from: Templates) =>
      byPrefix(resourcesOf(from['Dataflow-Messaging'], 'AWS::Lambda::Function'), 'JournalFunction')
        .Properties['Environment'];
    expect(variables(adjusted)).toMatchObject({ Variables: { RETENTION_DAYS: '365' } });
    expect(variables(templates)).not.toHaveProperty('Variables.RETENTION_DAYS');
    expect(() => templatesOf('v1', { context: { journalRetentionDays: 'long' } })).toThrow(
      'journalRetentionDays must be a whole number of days',
    );
  });
});

describe('whatever keeps data', () => {
  const tables = (from: Templates) =>
    (['Dataflow-Data', 'Dataflow-Records', 'Dataflow-Registry'] as const).flatMap((stack) => [
      ...resourcesOf(from[stack], 'AWS::DynamoDB::Table').values(),
    ]);
  const buckets = (from: Templates) => [...resourcesOf(from['Dataflow-Archive'], 'AWS::S3::Bucket').values()];

  it('outlives its stack unless that is switched off', () => {
    expect(tables(templates)).toHaveLength(11);
    for (const table of [...tables(templates), ...buckets(templates)]) {
      expect([table.DeletionPolicy, table.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    }
    for (const { Properties } of tables(templates))
      expect(Properties['DeletionProtectionEnabled']).toBe(true);
    expect(resourcesOf(templates['Dataflow-Archive'], 'Custom::S3AutoDeleteObjects').size).toBe(0);
  });

  it('goes with its stack where that is switched off', { timeout: 60_000 }, () => {
    const unprotected = templatesOf('v1', { protectData: false });
    for (const table of [...tables(unprotected), ...buckets(unprotected)]) {
      expect(table.DeletionPolicy).toBe('Delete');
    }
    for (const { Properties } of tables(unprotected)) {
      expect(Properties['DeletionProtectionEnabled']).not.toBe(true);
    }
    expect(resourcesOf(unprotected['Dataflow-Archive'], 'Custom::S3AutoDeleteObjects').size).toBe(1);
  });

  it('costs nothing at rest but its storage', () => {
    for (const resource of tables(templates)) {
      expect(resource.Properties['BillingMode']).toBe('PAY_PER_REQUEST');
    }
    for (const template of [services, messaging]) {
      for (const resource of resourcesOf(template, 'AWS::Logs::LogGroup').values()) {
        expect(resource.Properties['RetentionInDays']).toBe(7);
        expect(resource.DeletionPolicy).toBe('Delete');
      }
    }
  });
});

describe('outputs', () => {
  const outputs = (template: typeof messaging) =>
    Object.keys(template.findOutputs('*'))
      .filter((name) => !name.startsWith('ExportsOutput'))
      .sort();

  it('name what tools and scenarios look for', () => {
    expect(outputs(templates['Dataflow-Data'])).toEqual(
      [
        ...['AnalyticsRebuild', 'Analytics', 'Callbacks', 'Carrier', 'Email', 'Fraud', 'Journal', 'Payments'],
        'Shared',
      ].map((name) => `${name}TableName`),
    );
    expect(outputs(messaging)).toEqual([
      'AnalyticsDeadLetterQueueUrl',
      'AnalyticsFunctionName',
      'AnalyticsQueueUrl',
      'AnalyticsRebuildDeadLetterQueueUrl',
      'AnalyticsRebuildFunctionName',
      'AnalyticsRebuildQueueUrl',
      'AnalyticsUndeliveredQueueUrl',
      'EmailDeadLetterQueueUrl',
      'EmailFunctionName',
      'EmailQueueUrl',
      'EmailUndeliveredQueueUrl',
      'JournalDeadLetterQueueUrl',
      'JournalFunctionName',
      'JournalQueueUrl',
      'JournalUndeliveredQueueUrl',
      'OrderEventsTopicArn',
      'RelayFunctionName',
      'RelaySetAsideQueueUrl',
      'ReplayFunctionName',
    ]);
    expect(outputs(services)).toEqual([
      'CallbacksApiId',
      'CallbacksFunctionName',
      'CarrierApiId',
      'CarrierFunctionName',
      'CarrierRepliesDeadLetterQueueUrl',
      'CarrierRepliesQueueUrl',
      'CarrierRequestsDeadLetterQueueUrl',
      'CarrierRequestsQueueUrl',
      'CarrierWorkerFunctionName',
      'FraudApiId',
      'FraudFunctionName',
      'OrdersApiId',
      'OrdersFunctionName',
      'PaymentsApiId',
      'PaymentsCallbackDeadLetterQueueUrl',
      'PaymentsCallbackQueueUrl',
      'PaymentsCallbackSenderFunctionName',
      'PaymentsFunctionName',
      'PaymentsWorkDeadLetterQueueUrl',
      'PaymentsWorkQueueUrl',
      'PaymentsWorkerFunctionName',
      'ProfilesApiId',
      'ProfilesFunctionName',
      'ReconciliationsFailedQueueUrl',
      'ReconciliationsSucceededQueueUrl',
      'StageName',
    ]);
  });
});

function byPrefix(resources: Map<string, Resource>, prefix: string): Resource {
  const found = [...resources].find(([id]) => id.startsWith(prefix))?.[1];
  if (found === undefined) throw new Error(`no resource ${prefix}…`);
  return found;
}
