import type { EndpointContext } from '../core/context.ts';
import type { KmsEngine } from './engine.ts';

export function createEngine(context: EndpointContext): KmsEngine {
  return {
    context,
    keys: context.state.collection('kms/keys'),
    aliases: context.state.collection('kms/aliases'),
  };
}
