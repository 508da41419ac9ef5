import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { OUTBOX_PREFIX } from '../../schemas/items/outbox-item.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmOnIteratorAge, alarmOnMessages } from './alarms.ts';
import { SECURE } from './queue-settings.ts';
import type { ReleaseFunction } from './release-function.ts';

export interface OutboxRelayProps {
  /** The table whose new outbox items are published. */
  table: ITable;
  topic: ITopic;
  function: ReleaseFunction;
}

/** The event source that hands new outbox items to the relay, and the relay's permissions. */
export class OutboxRelay extends Construct {
  /** What no retry will publish. */
  readonly setAside: Queue;

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
    // To mark what is published.
    table.grant(relay.role, 'dynamodb:UpdateItem');

    this.setAside = new Queue(this, 'Failed', {
      ...SECURE,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.setAside, {
      'AwsSolutions-SQS3': 'It holds dead letters itself: of the relay, and of its event source.',
    });
    alarmOnMessages(this, 'SetAsideAlarm', this.setAside, 'Outbox items that are not published');
    alarmOnIteratorAge(this, 'IteratorAge', relay.function as IFunction);
    this.setAside.grantSendMessages(relay.role);
    relay.function.addEnvironment('SET_ASIDE_QUEUE_URL', this.setAside.queueUrl);

    new EventSourceMapping(this, 'Source', {
      target: relay.alias,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      // An error of the function as a whole, such as running out of memory, isolates the record at fault.
      bisectBatchOnError: true,
      // Without a limit: an outage of the topic looks like poison to Lambda, and must not be treated like it. What
      // cannot be read the relay sets aside itself, so that nothing behind it waits.
      retryAttempts: -1,
      // The stream keeps records for 24 hours, and then drops them without a word. An hour before that, Lambda gives
      // up and says so here; the events are still in the outbox, and `dataflow outbox republish` publishes them.
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(this.setAside),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(OUTBOX_PREFIX) } } },
        }),
      ],
    });
  }
}
