import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type CreateAlarmOptions,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The context key of a topic that alarms notify; without it they only change their state. */
const ALARM_TOPIC = 'alarmTopicArn';
/** The context key that leaves alarms out, with the value `false`: they cost money at rest (docs/operating.md). */
const ALARMS = 'alarms';

/** A dead-letter queue holds something that needs attention. */
export function alarmOnMessages(scope: Construct, id: string, queue: Queue, what: string): void {
  addAlarm(scope, id, queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }), {
    alarmDescription: `${what}: at least one message in ${queue.node.path}`,
    threshold: 1,
  });
}

/** An uncaught error, a time-out or a crash; an HTTP error that a handler answers with is none. */
export function alarmOnErrors(scope: Construct, id: string, code: IFunction): void {
  addAlarm(scope, id, code.metricErrors({ statistic: 'Sum' }), {
    alarmDescription: `The function ${code.node.path} failed`,
    threshold: 1,
  });
}

/**
 * Records wait in the stream that a function reads. After 24 hours they are dropped from it, so this has to be early;
 * the retries after a short outage stay below it.
 */
export function alarmOnIteratorAge(scope: Construct, id: string, code: IFunction): void {
  addAlarm(scope, id, code.metric('IteratorAge', { statistic: 'Maximum' }), {
    alarmDescription: `Records wait for the function ${code.node.path} for more than five minutes`,
    threshold: Duration.minutes(5).toMilliseconds(),
    evaluationPeriods: 2,
  });
}

function addAlarm(
  scope: Construct,
  id: string,
  metric: Metric,
  options: Pick<CreateAlarmOptions, 'alarmDescription' | 'threshold'> & { evaluationPeriods?: number },
): void {
  if (String(scope.node.tryGetContext(ALARMS) ?? true) === 'false') return;
  const alarm = metric.with({ period: Duration.minutes(5) }).createAlarm(scope, id, {
    evaluationPeriods: 1,
    ...options,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    // Queues and functions without traffic have no metrics.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const topicArn: unknown = scope.node.tryGetContext(ALARM_TOPIC);
  if (typeof topicArn === 'string') {
    alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(scope, `${id}Topic`, topicArn) as ITopic));
  }
}
