import { activeProtections } from '../faults/active-protections.ts';
import { logResilienceEvent } from '../resilience/log-events.ts';
import type { ResiliencePolicy } from '../resilience/policy.ts';
import { type ResilientCaller, resilientCaller } from '../resilience/resilient-caller.ts';

/** The calls of one dependency under a policy, as every client makes them: events are logged, and faults apply. */
export function protectedCaller(dependency: string, policy: ResiliencePolicy): ResilientCaller {
  return resilientCaller(dependency, policy, {
    onEvent: logResilienceEvent,
    protections: activeProtections,
  });
}
