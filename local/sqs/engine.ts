import type { EndpointContext } from '../core/context.ts';
import { Queues } from './queues.ts';

export interface SqsEngine {
  readonly context: EndpointContext;
  readonly queues: Queues;
}

export function createEngine(context: EndpointContext): SqsEngine {
  return { context, queues: new Queues(context) };
}
