import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { operation } from '../../core/operation.ts';
import { findPolicy, type IamEngine, isAwsManaged } from '../engine.ts';
import { policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';
import { toPolicy } from '../shapes.ts';

export const getPolicy = operation('iam', 'GetPolicy', {
  resource: policyOf,
  input: z.object({ PolicyArn: policyArn }),
  run(engine: IamEngine, input) {
    if (isAwsManaged(input.PolicyArn))
      throw coreError.notImplemented('iam', "GetPolicy of AWS's own policies");
    return { Policy: toPolicy(engine, findPolicy(engine, input.PolicyArn)) };
  },
});
