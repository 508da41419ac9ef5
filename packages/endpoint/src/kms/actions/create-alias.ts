import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, now, refusePending } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { aliasName, checkAliasName } from '../inputs.ts';
import { aliasOf } from '../resource-arns.ts';

export const createAlias = operation('kms', 'CreateAlias', {
  resource: aliasOf,
  input: z.object({ AliasName: aliasName, TargetKeyId: z.string().min(1).max(2048) }),
  run(engine: KmsEngine, input) {
    checkAliasName(input.AliasName);
    if (engine.aliases.has(input.AliasName)) throw kmsError.alreadyExists(input.AliasName);
    if (input.TargetKeyId.includes('alias/'))
      throw kmsError.validation('Aliases must refer to keys, not aliases.');
    const key = findKey(engine, input.TargetKeyId);
    refusePending(engine, key);
    const created = now(engine);
    engine.aliases.set(input.AliasName, { name: input.AliasName, keyId: key.id, created, updated: created });
    return {};
  },
});
