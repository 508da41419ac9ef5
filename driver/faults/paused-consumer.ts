import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { DriverContext } from '../context.ts';
import { waitUntil } from '../wait-until.ts';

type Context = Pick<DriverContext, 'aws' | 'signal'>;

/** What AWS takes to change an event source mapping is a minute at most times. */
const CHANGED_WITHIN_MS = 300_000;

/**
 * Does `work` while the functions read nothing from their queues, and has them go on afterwards whatever happens.
 * Resolves once they do. Their messages stay in the queues and are not received: a stopped function would receive each
 * of them, fail, and see it again only after the visibility timeout.
 *
 * @param references functions as the event source mappings name them: `name:alias`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 */
export async function whilePaused<T>(
  context: Context,
  references: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const mappings = (await Promise.all(references.map((name) => enabledMappingsOf(context, name)))).flat();
  // Also after Ctrl-C: the functions must not stay paused.
  const always = { aws: context.aws, signal: new AbortController().signal };
  try {
    await Promise.all(mappings.map((mapping) => setMapping(context, mapping, { Enabled: false })));
    return await work();
  } finally {
    await Promise.all(mappings.map((mapping) => setMapping(always, mapping, { Enabled: true })));
  }
}

/** The event source mappings of a function, which is given as they name it. */
export async function mappingsOf(
  { aws }: Pick<Context, 'aws'>,
  reference: string,
): Promise<EventSourceMappingConfiguration[]> {
  const mappings: EventSourceMappingConfiguration[] = [];
  const pages = paginateListEventSourceMappings({ client: aws.lambda }, { FunctionName: reference });
  for await (const page of pages) mappings.push(...(page.EventSourceMappings ?? []));
  return mappings;
}

async function enabledMappingsOf(context: Context, reference: string) {
  return (await mappingsOf(context, reference)).filter(
    ({ State }) => State !== 'Disabled' && State !== 'Disabling',
  );
}

/**
 * Changes a mapping, and resolves when the change is in effect.
 *
 * @throws when that is not so after five minutes
 */
export async function setMapping(
  { aws, signal }: Context,
  { UUID }: Pick<EventSourceMappingConfiguration, 'UUID'>,
  change: { Enabled?: boolean; FunctionName?: string; ScalingConfig?: { MaximumConcurrency: number } },
): Promise<void> {
  const changed = await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...change }), {
    abortSignal: signal,
  });
  const isSettled = async () => {
    const { State = '' } = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID }), {
      abortSignal: signal,
    });
    return ['Enabled', 'Disabled'].includes(State);
  };
  if (await waitUntil(isSettled, CHANGED_WITHIN_MS, signal)) return;
  throw new Error(`The event source mapping of ${changed.FunctionArn} is still ${changed.State}`);
}
