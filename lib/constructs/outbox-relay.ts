import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { ReleaseFunction } from './release-function.ts';

export interface OutboxRelayProps {
  /** The table whose new `OUTBOX#` items are to be published. */
  table: ITable;
  topic: ITopic;
  function: ReleaseFunction;
}

/** The event source that hands new outbox items to the relay, and what the relay may do with them. */
export class OutboxRelay extends Construct {
  constructor(scope: Construct, id: string, { table, topic, function: relay }: OutboxRelayProps) {
    super(scope, id);
    const { tableStreamArn } = table;
    if (tableStreamArn === undefined) throw new Error('the relay needs a table with a stream');
    // Not DynamoEventSource: it grants ListStreams on every table of the account.
    relay.role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [tableStreamArn],
      }),
    );
    topic.grantPublish(relay.role);

    const failed = new Queue(this, 'Failed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(failed, {
      'AwsSolutions-SQS3':
        'It is the on-failure destination of an event source: dead letters are what it holds.',
    });
    failed.grantSendMessages(relay.role);

    new EventSourceMapping(this, 'Source', {
      target: relay.alias,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // A batch that fails is halved until the record at fault stands alone, which ends in the queue after
      // five attempts; its place in the stream can be read from there for 24 hours.
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 5,
      onFailure: new SqsDlq(failed),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith('OUTBOX#') } } },
        }),
      ],
    });
  }
}
