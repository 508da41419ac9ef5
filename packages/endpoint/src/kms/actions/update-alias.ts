import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { aliasArn, findKey, type KmsEngine, now, refusePending } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { aliasName, checkAliasName } from '../inputs.ts';
import { aliasOf } from '../resource-arns.ts';

export const updateAlias = operation('kms', 'UpdateAlias', {
  resource: aliasOf,
  input: z.object({ AliasName: aliasName, TargetKeyId: z.string().min(1).max(2048) }),
  run(engine: KmsEngine, input) {
    checkAliasName(input.AliasName);
    const alias = engine.aliases.get(input.AliasName);
    if (alias === undefined) throw kmsError.notFound(`Alias ${aliasArn(engine, input.AliasName)}`);
    const key = findKey(engine, input.TargetKeyId);
    refusePending(engine, key);
    engine.aliases.set(alias.name, { ...alias, keyId: key.id, updated: now(engine) });
    return {};
  },
});
