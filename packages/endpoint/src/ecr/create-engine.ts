import type { EndpointContext } from '../core/context.ts';
import type { EcrEngine } from './engine.ts';

export function createEngine(context: EndpointContext): EcrEngine {
  return { context, repositories: context.state.collection('ecr/repositories') };
}
