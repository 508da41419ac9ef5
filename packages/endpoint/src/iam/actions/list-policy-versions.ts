import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findPolicy, type IamEngine } from '../engine.ts';
import { pageInput, pageOf, policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';
import { toListedVersion } from '../shapes.ts';

export const listPolicyVersions = operation('iam', 'ListPolicyVersions', {
  resource: policyOf,
  input: z.object({ ...pageInput, PolicyArn: policyArn }),
  run(engine: IamEngine, input) {
    const policy = findPolicy(engine, input.PolicyArn);
    // Newest first, as IAM does.
    const numbered = [...policy.versions]
      .reverse()
      .map((version, index) => ({ version, place: String(index) }));
    const { items, position } = pageOf(numbered, ({ place }) => place, input);
    return { Versions: items.map(({ version }) => toListedVersion(policy, version)), ...position };
  },
});
