import { cloudFormationError } from '../errors.ts';
import type { DeletionPolicy, Value } from '../template/template.ts';

const POLICIES: Readonly<Record<'DeletionPolicy' | 'UpdateReplacePolicy', readonly DeletionPolicy[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate'],
  UpdateReplacePolicy: ['Delete', 'Retain'],
};

/** A resolved DeletionPolicy or UpdateReplacePolicy; `Delete` where there is none. */
export function readPolicy(
  kind: 'DeletionPolicy' | 'UpdateReplacePolicy',
  logicalId: string,
  type: string,
  value: Value | undefined,
): DeletionPolicy {
  if (value === undefined || value === null) return 'Delete';
  const found = POLICIES[kind].find((policy) => policy === value);
  if (found !== undefined) return found;
  // No resource type of the endpoint has snapshots.
  if (value === 'Snapshot') {
    throw cloudFormationError.templateError(
      `resource type ${type} does not support ${kind === 'DeletionPolicy' ? 'deletion' : 'update replace'} policy Snapshot`,
    );
  }
  throw cloudFormationError.templateError(
    `Unrecognized ${kind} ${JSON.stringify(value)} for resource ${logicalId}`,
  );
}
