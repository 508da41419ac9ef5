import type { EndpointContext } from '../core/context.ts';
import type { SsmEngine } from './engine.ts';

export function createEngine(context: EndpointContext): SsmEngine {
  return { context, parameters: context.state.collection('ssm/parameters') };
}
