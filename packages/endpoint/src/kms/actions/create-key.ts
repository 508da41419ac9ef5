import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import { createKey as create, type KmsEngine, keyMetadata } from '../engine.ts';
import { checkPolicy, tagList, toTags } from '../inputs.ts';

export const createKey = operation('kms', 'CreateKey', {
  resource: noResource,
  input: z.object({
    Description: z.string().max(8192).default(''),
    Policy: z.string().min(1).max(32_768).optional(),
    BypassPolicyLockoutSafetyCheck: z.boolean().optional(),
    KeyUsage: z.string().default('ENCRYPT_DECRYPT'),
    KeySpec: z.string().optional(),
    CustomerMasterKeySpec: z.string().optional(),
    Origin: z.string().default('AWS_KMS'),
    MultiRegion: z.boolean().default(false),
    Tags: tagList.default([]),
  }),
  run(engine: KmsEngine, input) {
    const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
    if (spec !== 'SYMMETRIC_DEFAULT' || input.KeyUsage !== 'ENCRYPT_DECRYPT') {
      throw coreError.notImplemented('kms', 'CreateKey for other than symmetric encryption');
    }
    if (input.Origin !== 'AWS_KMS' || input.MultiRegion) {
      throw coreError.notImplemented('kms', 'CreateKey with imported material or for several regions');
    }
    if (input.Policy !== undefined) checkPolicy(input.Policy);
    const key = create(engine, {
      description: input.Description,
      manager: 'CUSTOMER',
      policy: input.Policy,
      tags: toTags(input.Tags),
    });
    return { KeyMetadata: keyMetadata(engine, key) };
  },
});
