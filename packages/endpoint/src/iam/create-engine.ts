import type { EndpointContext } from '../core/context.ts';
import type { IamEngine } from './engine.ts';

export function createEngine(context: EndpointContext): IamEngine {
  return {
    context,
    roles: context.state.collection('iam/roles'),
    policies: context.state.collection('iam/policies'),
  };
}
