import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { resourceError } from '../resources/errors.ts';
import type { ResourceContext } from '../resources/resource-type.ts';
import { physicalName } from './physical-name.ts';
import type { Stack } from './stack.ts';

/** How long a resource type's own waits last when it does not say: services here answer at once or never. */
const DEFAULT_WAIT_SECONDS = 60;
const POLL_MS = 20;

export function resourceContext(
  engine: CloudFormationEngine,
  stack: Stack,
  logicalId: string,
  identify: (physicalId: string) => void,
): ResourceContext {
  const { context } = engine;
  const { accountId, region, clock, newId, call, url } = context;
  return {
    accountId,
    region,
    clock,
    newId,
    call,
    url,
    stackId: stack.id,
    stackName: stack.name,
    logicalId,
    capabilities: stack.capabilities,
    stackTags: stack.tags,
    answers: engine.answers,
    generateName: (longest) => physicalName(stack.name, logicalId, longest, context.random),
    identify,
    async until(what, probe, seconds = DEFAULT_WAIT_SECONDS) {
      const deadline = clock.now() + seconds * 1000;
      for (;;) {
        const value = await probe();
        if (value !== undefined) return value;
        if (engine.closed) throw cloudFormationError.stopping();
        if (clock.now() >= deadline) {
          throw resourceError.notStabilized(`${what}: not so after ${seconds} seconds.`);
        }
        await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
      }
    },
  };
}
