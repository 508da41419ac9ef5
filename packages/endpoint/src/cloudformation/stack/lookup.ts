import { own } from '../../core/own.ts';
import type { Value } from '../template/template.ts';
import type { ResourceLookup } from './scope.ts';
import type { StackResource } from './stack.ts';

/** Reads resources as they stand. */
export function standing(resources: Readonly<Record<string, StackResource>>): ResourceLookup {
  return {
    ref: (logicalId) => own(resources, logicalId)?.physicalId,
    // What resource types give as attributes is JSON.
    getAtt: (logicalId, attribute) =>
      own(own(resources, logicalId)?.attributes, attribute) as Value | undefined,
  };
}
