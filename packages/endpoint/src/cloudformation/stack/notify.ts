import type { CloudFormationEngine } from '../engine.ts';
import type { Stack, StackEvent } from './stack.ts';

/** Publishes an event to the topics that the stack names, as lines of `Name='value'`. */
export function notify({ context }: CloudFormationEngine, stack: Stack, event: StackEvent): void {
  const { Timestamp, ...rest } = event;
  const members = { ...rest, Timestamp: Timestamp.toISOString() };
  const Message = Object.entries(members)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
  for (const TopicArn of stack.notificationArns) {
    // A topic that is gone keeps no stack from going on.
    context
      .call('sns', 'Publish', { TopicArn, Subject: 'AWS CloudFormation Notification', Message })
      .catch((cause: unknown) => context.log('warn', 'failed to publish stack event', { TopicArn, cause }));
  }
}
