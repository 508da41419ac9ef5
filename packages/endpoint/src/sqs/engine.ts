import type { EndpointContext } from '../core/context.ts';
import { MoveTasks } from './move-tasks.ts';
import { Queues } from './queues.ts';

export interface SqsEngine {
  readonly context: EndpointContext;
  readonly queues: Queues;
  readonly moveTasks: MoveTasks;
}

export function createEngine(context: EndpointContext): SqsEngine {
  const queues = new Queues(context);
  return { context, queues, moveTasks: new MoveTasks(context, queues) };
}
