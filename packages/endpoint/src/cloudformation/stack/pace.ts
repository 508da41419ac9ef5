import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';

/** How long each step takes where the endpoint is as realistic as AWS; there it is seconds. */
const STEP_MS = 200;

/** Waits before a step where the endpoint is as slow as AWS; elsewhere the step follows at once. */
export async function pace({ context: { realistic, clock } }: CloudFormationEngine): Promise<void> {
  if (realistic) await new Promise<void>((resolve) => clock.after(STEP_MS, resolve));
}

/** As `pace`, before a step that must not begin when the endpoint is stopping. */
export async function paceStep(engine: CloudFormationEngine): Promise<void> {
  await pace(engine);
  if (engine.closed) throw cloudFormationError.stopping();
}
