import type { EndpointContext } from '../core/context.ts';
import type { SqsEngine } from './engine.ts';
import { MoveTasks } from './move-tasks.ts';
import { Queues } from './queues.ts';

export function createEngine(context: EndpointContext): SqsEngine {
  const queues = new Queues(context);
  return { context, queues, moveTasks: new MoveTasks(context, queues) };
}
