import type { EndpointContext } from '../core/context.ts';
import type { LogsEngine } from './engine.ts';
import { EventStore } from './event-store.ts';

export function createEngine(context: EndpointContext): LogsEngine {
  return {
    context,
    groups: context.state.collection('logs/groups'),
    streams: context.state.collection('logs/streams'),
    events: new EventStore(context.state.collection('logs/batches')),
  };
}
