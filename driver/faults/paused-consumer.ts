import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { DriverContext } from '../context.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { waitUntil } from '../wait-until.ts';

type Context = Pick<DriverContext, 'aws' | 'signal'>;

/** On AWS a change of an event source mapping usually takes less than a minute. */
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
  try {
    await Promise.all(mappings.map((mapping) => setMapping(context, mapping, { Enabled: false })));
    return await work();
  } finally {
    await Promise.all(
      mappings.map((mapping) => setMapping(uninterrupted(context), mapping, { Enabled: true })),
    );
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
 * Changes a mapping once an earlier change is in effect, and resolves when this one is, too: AWS refuses to change a mapping
 * that is being updated (`ResourceInUseException`).
 *
 * @throws when a change is not in effect after five minutes
 */
export async function setMapping(
  { aws, signal }: Context,
  { UUID }: Pick<EventSourceMappingConfiguration, 'UUID'>,
  change: { Enabled?: boolean; FunctionName?: string; ScalingConfig?: { MaximumConcurrency: number } },
): Promise<void> {
  let state: string | undefined;
  const isSettled = async () => {
    const mapping = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID }), {
      abortSignal: signal,
    });
    state = mapping.State;
    return state === 'Enabled' || state === 'Disabled';
  };
  const settle = async () => {
    if (await waitUntil(isSettled, CHANGED_WITHIN_MS, signal)) return;
    throw new Error(`The event source mapping ${UUID} is still in state ${state}`);
  };
  await settle();
  await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...change }), { abortSignal: signal });
  await settle();
}
