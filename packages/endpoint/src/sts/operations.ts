import type { Operation } from '../core/operation.ts';
import { assumeRole } from './actions/assume-role.ts';
import { getAccessKeyInfo } from './actions/get-access-key-info.ts';
import { getCallerIdentity } from './actions/get-caller-identity.ts';
import type { StsEngine } from './engine.ts';

export const operations: Record<string, Operation<StsEngine>> = {
  AssumeRole: assumeRole,
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
};
