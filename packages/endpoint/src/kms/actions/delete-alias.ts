import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { aliasArn, type KmsEngine } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { aliasName, checkAliasName } from '../inputs.ts';
import { aliasOf } from '../resource-arns.ts';

export const deleteAlias = operation('kms', 'DeleteAlias', {
  resource: aliasOf,
  input: z.object({ AliasName: aliasName }),
  run(engine: KmsEngine, input) {
    checkAliasName(input.AliasName);
    if (engine.aliases.delete(input.AliasName)) return {};
    throw kmsError.notFound(`Alias ${aliasArn(engine, input.AliasName)}`);
  },
});
