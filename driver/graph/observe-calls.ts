import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import { paginateListSubscriptions, SNSClient } from '@aws-sdk/client-sns';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';
import { accessLogGroup } from '../logs/access-log-group.ts';
import { functionLogGroup } from '../logs/function-log-group.ts';
import { readLogMessages } from '../logs/read-log-events.ts';
import { ALIAS, type System } from '../system.ts';
import { callsOfAccessLog } from './access-log-calls.ts';
import type { ObservedCall } from './dependency-graph.ts';
import { eventsWritten } from './events-written.ts';
import { readReportLine } from './report-lines.ts';
import { eventSourceName } from './source-names.ts';

const READERS = 4;

/**
 * Who called whom since a time, as the deployment itself recorded it: access logs of API Gateway name the caller of
 * each request, and Lambda reports each invocation of a function that an event source invokes.
 *
 * @param functions names of functions to the names of services (all of the shop's)
 * @param since milliseconds since 1970
 */
export async function observeCalls(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  functions: ReadonlyMap<string, string>,
  since: number,
): Promise<ObservedCall[]> {
  const { settings } = context.aws;
  const clients = {
    apiGateway: new APIGatewayClient(settings),
    logs: new CloudWatchLogsClient(settings),
    sns: new SNSClient(settings),
  };
  try {
    const reading = { ...context, ...clients, functions, since };
    const calls = await synchronousCalls(reading);
    const messages = await asynchronousCalls(reading);
    return [...calls, ...messages];
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

interface Reading extends Pick<DriverContext, 'aws' | 'system' | 'signal'> {
  apiGateway: APIGatewayClient;
  logs: CloudWatchLogsClient;
  sns: SNSClient;
  functions: ReadonlyMap<string, string>;
  since: number;
}

async function synchronousCalls(reading: Reading): Promise<ObservedCall[]> {
  const { apiGateway, system, functions, logs, since, signal } = reading;
  const calls = await concurrently(Object.entries(apisOf(system)), READERS, async ([service, restApiId]) => {
    const stage = { restApiId, stageName: system.stage };
    const group = await accessLogGroup(apiGateway, stage, signal);
    if (group === undefined) return [];
    const lines = await readLogMessages(logs, { group, since }, signal);
    const calls = callsOfAccessLog(service, lines, functions);
    return service === 'orders' ? [...calls, ...eventsWritten(lines)] : calls;
  });
  return calls.flat();
}

function apisOf({ services, registry }: System): Record<string, string> {
  const apis = Object.entries(services).map(([service, { apiId }]) => [service, apiId] as const);
  return { ...Object.fromEntries(apis), registry: registry.apiId };
}

/** One for each invocation of a function by an event source: a batch of records or messages. */
async function asynchronousCalls(reading: Reading): Promise<ObservedCall[]> {
  const topics = await topicsOfQueues(reading);
  const calls = await concurrently([...reading.functions], READERS, async ([functionName, service]) => {
    const sources = await eventSources(reading, functionName);
    const [source] = sources;
    if (source === undefined) return [];
    const from = eventSourceName(topics.get(source) ?? source, reading.system);
    return (await reports(reading, functionName)).map(
      (report): ObservedCall => ({ from, to: service, mode: 'async', ...report }),
    );
  });
  return [...calls.flat(), ...eventsPublished(calls.flat())];
}

/** Each batch that the relay takes from the stream goes to the topic. */
function eventsPublished(calls: readonly ObservedCall[]): ObservedCall[] {
  const topic = calls.find(({ from }) => from.endsWith(' topic'))?.from;
  if (topic === undefined) return [];
  const relayed = calls.filter(({ to }) => to === 'relay');
  return relayed.map(({ failed }) => ({ from: 'relay', to: topic, mode: 'async', failed }));
}

async function eventSources({ aws, signal }: Reading, functionName: string): Promise<string[]> {
  const sources: string[] = [];
  const pages = paginateListEventSourceMappings(
    { client: aws.lambda },
    { FunctionName: `${functionName}:${ALIAS}` },
    { abortSignal: signal },
  );
  for await (const { EventSourceMappings = [] } of pages) {
    sources.push(...EventSourceMappings.flatMap(({ EventSourceArn }) => EventSourceArn ?? []));
  }
  return sources;
}

async function reports({ aws, logs, since, signal }: Reading, functionName: string) {
  const group = await functionLogGroup(aws.lambda, functionName, signal);
  const lines = await readLogMessages(logs, { group, since, filterPattern: 'REPORT' }, signal);
  return lines.flatMap((line) => readReportLine(line) ?? []);
}

/** Queues to the topic that they are subscribed to, by ARN. */
async function topicsOfQueues({ sns, signal }: Reading): Promise<Map<string, string>> {
  const topics = new Map<string, string>();
  for await (const { Subscriptions = [] } of paginateListSubscriptions(
    { client: sns },
    {},
    { abortSignal: signal },
  )) {
    for (const { Endpoint, TopicArn, Protocol } of Subscriptions) {
      if (Protocol === 'sqs' && Endpoint !== undefined && TopicArn !== undefined)
        topics.set(Endpoint, TopicArn);
    }
  }
  return topics;
}
