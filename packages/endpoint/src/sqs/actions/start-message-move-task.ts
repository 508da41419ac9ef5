import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { sourceQueue } from '../resource-arns.ts';

const FASTEST_RATE = 500;

export const startMessageMoveTask = operation('sqs', 'StartMessageMoveTask', {
  resource: sourceQueue,
  input: z.object({
    SourceArn: z.string().default(''),
    DestinationArn: z.string().optional(),
    MaxNumberOfMessagesPerSecond: integer.optional(),
  }),
  run({ queues, moveTasks }: SqsEngine, input) {
    const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate } = input;
    if (rate !== undefined && (rate < 1 || rate > FASTEST_RATE)) {
      throw sqsError.invalidParameterValue(
        `Value ${rate} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter an integer between 1 and ${FASTEST_RATE}.`,
      );
    }
    if (SourceArn === '') throw sqsError.missingParameter('SourceArn');
    const source = queues.byArn(SourceArn);
    if (source === undefined) throw sqsError.noSuchArn('SourceArn');
    if (queues.sourcesOf(source).length === 0) {
      throw sqsError.invalidParameterValue('Source queue must be configured as a Dead Letter Queue.');
    }
    if (DestinationArn !== undefined) {
      const destination = queues.byArn(DestinationArn);
      if (destination === undefined) throw sqsError.noSuchArn('DestinationArn');
      if (destination === source) {
        throw sqsError.invalidParameterValue('The source queue and the destination queue must be different.');
      }
      if (destination.settings.isFifo !== source.settings.isFifo) {
        throw sqsError.invalidParameterValue(
          'The source queue and the destination queue must be of the same type.',
        );
      }
    }
    return { TaskHandle: moveTasks.start(source, DestinationArn, rate).handle };
  },
});
