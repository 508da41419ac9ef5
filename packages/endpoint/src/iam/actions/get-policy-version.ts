import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { operation } from '../../core/operation.ts';
import { findPolicy, findVersion, type IamEngine, isAwsManaged } from '../engine.ts';
import { policyArn } from '../inputs.ts';
import { encodeDocument } from '../policy-document.ts';
import { policyOf } from '../resource-arns.ts';
import { toListedVersion } from '../shapes.ts';

export const getPolicyVersion = operation('iam', 'GetPolicyVersion', {
  resource: policyOf,
  input: z.object({
    PolicyArn: policyArn,
    VersionId: z.string().regex(/^v[1-9]\d*$/, 'must be a version such as v1'),
  }),
  run(engine: IamEngine, input) {
    if (isAwsManaged(input.PolicyArn))
      throw coreError.notImplemented('iam', "GetPolicyVersion of AWS's own policies");
    const policy = findPolicy(engine, input.PolicyArn);
    const version = findVersion(policy, input.VersionId);
    return {
      PolicyVersion: { ...toListedVersion(policy, version), Document: encodeDocument(version.document) },
    };
  },
});
