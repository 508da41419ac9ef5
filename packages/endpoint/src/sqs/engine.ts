import type { EndpointContext } from '../core/context.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { Queues } from './queues.ts';

export interface SqsEngine {
  readonly context: EndpointContext;
  readonly queues: Queues;
  readonly moveTasks: MoveTasks;
}
