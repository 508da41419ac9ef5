import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import type { DriverContext } from '../../../../driver/context.ts';
import { whilePaused } from '../../../../driver/faults/paused-consumer.ts';

/** Event source mappings that take some looks to change. */
function lambda(states: Record<string, string>, onUpdate = (_: AbortController) => {}) {
  const mappings = new Map(Object.entries(states));
  const looks = new Map<string, number>();
  const controller = new AbortController();
  const send = async (command: object) => {
    if (command instanceof ListEventSourceMappingsCommand) {
      const EventSourceMappings = [...mappings].map(([UUID, State]) => ({ UUID, State }));
      return { EventSourceMappings };
    }
    if (command instanceof UpdateEventSourceMappingCommand) {
      const { UUID = '', Enabled } = command.input;
      if (mappings.get(UUID)?.endsWith('ing')) throw new Error('ResourceInUseException');
      mappings.set(UUID, Enabled ? 'Enabling' : 'Disabling');
      looks.set(UUID, 0);
      onUpdate(controller);
      return { State: mappings.get(UUID) };
    }
    if (command instanceof GetEventSourceMappingCommand) {
      const UUID = command.input.UUID ?? '';
      looks.set(UUID, (looks.get(UUID) ?? 0) + 1);
      if (looks.get(UUID) === 2)
        mappings.set(UUID, mappings.get(UUID) === 'Enabling' ? 'Enabled' : 'Disabled');
      return { State: mappings.get(UUID) };
    }
    throw new Error('unexpected');
  };
  // A paginator asks for a client of the SDK.
  const client = Object.assign(new LambdaClient({ region: 'us-east-1' }), { send });
  const context = {
    aws: { lambda: client },
    signal: controller.signal,
  } as unknown as Pick<DriverContext, 'aws' | 'signal'>;
  return { mappings, context };
}

it('disables the mappings during the work, enables them afterwards, and waits for both', async () => {
  const { mappings, context } = lambda({ one: 'Enabled', two: 'Enabled' });
  const during = await whilePaused(context, ['email:live'], async () => [...mappings.values()]);
  expect(during).toEqual(['Disabled', 'Disabled']);
  expect([...mappings.values()]).toEqual(['Enabled', 'Enabled']);
});

it('enables them when the work fails', async () => {
  const { mappings, context } = lambda({ one: 'Enabled' });
  const work = whilePaused(context, ['email:live'], async () => {
    throw new Error('failed');
  });
  await expect(work).rejects.toThrow('failed');
  expect(mappings.get('one')).toBe('Enabled');
});

it('leaves a mapping disabled that an operator has disabled', async () => {
  const { mappings, context } = lambda({ one: 'Disabled', two: 'Enabled' });
  await whilePaused(context, ['email:live'], async () => {});
  expect(mappings.get('one')).toBe('Disabled');
  expect(mappings.get('two')).toBe('Enabled');
});

it('enables them after Ctrl-C, once they are disabled: a mapping that is changing takes no other change', async () => {
  const { mappings, context } = lambda({ one: 'Enabled' }, (controller) => controller.abort());
  await expect(whilePaused(context, ['email:live'], async () => {})).rejects.toThrow('aborted');
  expect(mappings.get('one')).toBe('Enabled');
});
