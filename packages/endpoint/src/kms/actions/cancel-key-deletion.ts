import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, keyArn } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const cancelKeyDeletion = operation('kms', 'CancelKeyDeletion', {
  resource: keyOf,
  input: z.object(keyReference),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    const arn = keyArn(engine, key.id);
    if (key.state !== 'PendingDeletion') throw kmsError.invalidState(arn, 'not pending deletion');
    // It stays disabled until EnableKey, as on AWS.
    engine.keys.set(key.id, { ...key, state: 'Disabled', deletion: undefined });
    return { KeyId: arn };
  },
});
