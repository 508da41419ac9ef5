import type { CloudFormationEngine } from '../engine.ts';
import type { FetchParameters } from '../template/parameters.ts';

/** GetParameters takes at most ten names. */
const NAMES_PER_CALL = 10;

/** Looks up SSM parameters; a name may carry a version (`name:3`). */
export function fetchParameters({ context }: CloudFormationEngine): FetchParameters {
  return async (names) => {
    const found = new Map<string, string>();
    for (let start = 0; start < names.length; start += NAMES_PER_CALL) {
      const { Parameters } = await context.call('ssm', 'GetParameters', {
        Names: names.slice(start, start + NAMES_PER_CALL),
      });
      for (const { Name, Selector, Value } of Parameters ?? []) {
        if (Name !== undefined && Value !== undefined) found.set(`${Name}${Selector ?? ''}`, Value);
      }
    }
    return found;
  };
}
