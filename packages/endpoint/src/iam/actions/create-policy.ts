import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type IamEngine, iamArn, now, type StoredPolicy, uniqueId } from '../engine.ts';
import { iamError } from '../errors.ts';
import { description, path, policyName, policyText } from '../inputs.ts';
import { checkManagedPolicy } from '../policy-document.ts';
import { newPolicy } from '../resource-arns.ts';
import { toPolicy } from '../shapes.ts';
import { addTags, tagList } from '../tags.ts';

export const createPolicy = operation('iam', 'CreatePolicy', {
  resource: newPolicy,
  input: z.object({
    PolicyName: policyName,
    PolicyDocument: policyText,
    Path: path,
    Description: description.optional(),
    Tags: tagList.default([]),
  }),
  run(engine: IamEngine, input) {
    const arn = iamArn(engine, 'policy', input.Path, input.PolicyName);
    const taken = [...engine.policies.values()].some(({ name }) => name === input.PolicyName);
    if (taken) throw iamError.entityAlreadyExists(`A policy called ${input.PolicyName}`);
    const document = checkManagedPolicy(input.PolicyDocument);
    const created = now(engine);
    const policy: StoredPolicy = {
      name: input.PolicyName,
      path: input.Path,
      id: uniqueId(engine, 'ANPA'),
      arn,
      created,
      updated: created,
      description: input.Description,
      versions: [{ id: 'v1', document, created }],
      defaultVersion: 'v1',
      lastVersion: 1,
      tags: addTags({}, input.Tags),
    };
    engine.policies.set(arn, policy);
    return { Policy: toPolicy(engine, policy) };
  },
});
