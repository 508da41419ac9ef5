import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { sourceQueue } from '../resource-arns.ts';

const MAX_RESULTS = 10;

export const listMessageMoveTasks = operation('sqs', 'ListMessageMoveTasks', {
  resource: sourceQueue,
  input: z.object({ SourceArn: z.string().default(''), MaxResults: integer.default(1) }),
  run({ queues, moveTasks }: SqsEngine, { SourceArn, MaxResults }) {
    if (MaxResults < 1 || MaxResults > MAX_RESULTS) {
      throw sqsError.invalidParameterValue(
        `Value ${MaxResults} for parameter MaxResults is invalid. Reason: Must be between 1 and ${MAX_RESULTS}, if provided.`,
      );
    }
    if (SourceArn === '') throw sqsError.missingParameter('SourceArn');
    const source = queues.byArn(SourceArn);
    if (source === undefined) throw sqsError.noSuchArn('SourceArn');
    const latest = moveTasks.of(source).slice(0, MaxResults);
    return {
      Results: latest.map((task) => ({
        TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
        Status: task.status,
        SourceArn: task.sourceArn,
        DestinationArn: task.destinationArn,
        MaxNumberOfMessagesPerSecond: task.rate,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.toMove,
        FailureReason: task.failureReason,
        StartedTimestamp: task.startedAt,
      })),
    };
  },
});
