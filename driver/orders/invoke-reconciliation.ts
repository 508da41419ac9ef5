import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import { ALIAS } from '../system.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'run' | 'signal'>;

/** Has Lambda invoke orders asynchronously: it answers at once, and reports to a queue what came of it. */
export async function invokeReconciliation(
  { aws, system, run }: Context,
  action: string = 'reconcile',
): Promise<void> {
  await aws.lambda.send(
    new InvokeCommand({
      FunctionName: system.services.orders.functionName,
      Qualifier: ALIAS,
      InvocationType: 'Event',
      Payload: JSON.stringify({ action, requestedBy: run }),
    }),
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const InvocationRecord = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  requestPayload: z.looseObject({ requestedBy: z.string().optional() }),
});

export interface InvocationReport {
  /** `Success`, or why Lambda gave up: `RetriesExhausted`. */
  condition: string;
  /** How often the function ran. */
  invocations: number;
}

/**
 * Takes the reports of this run from a queue, and leaves those of others.
 *
 * @param wanted ends when there are as many, or when none comes within `timeoutMs`
 */
export async function takeReports(
  { aws, run, signal }: Context,
  QueueUrl: string,
  { wanted, timeoutMs }: { wanted: number; timeoutMs: number },
): Promise<InvocationReport[]> {
  const reports: InvocationReport[] = [];
  const end = performance.now() + timeoutMs;
  while (reports.length < wanted && performance.now() < end) {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      { abortSignal: signal },
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      const { requestContext, requestPayload } = InvocationRecord.parse(JSON.parse(Body));
      if (requestPayload.requestedBy !== run) {
        const later = { QueueUrl, ReceiptHandle, VisibilityTimeout: 1 };
        await aws.sqs.send(new ChangeMessageVisibilityCommand(later));
        continue;
      }
      const { condition, approximateInvokeCount: invocations } = requestContext;
      reports.push({ condition, invocations });
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  return reports;
}
