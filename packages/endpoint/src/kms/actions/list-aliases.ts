import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import { aliasArn, findKey, type KmsEngine } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { pageInput } from '../inputs.ts';

export const listAliases = operation('kms', 'ListAliases', {
  resource: noResource,
  input: z.object({ ...pageInput, KeyId: z.string().min(1).max(2048).optional() }),
  run(engine: KmsEngine, input) {
    const key = input.KeyId === undefined ? undefined : findKey(engine, input.KeyId);
    const matching = [...engine.aliases.values()].filter(
      ({ keyId }) => key === undefined || keyId === key.id,
    );
    const { items, next } = page(matching, {
      keyOf: ({ name }) => name,
      limit: input.Limit,
      token: input.Marker,
      invalid: kmsError.invalidMarker,
    });
    return {
      Aliases: items.map(({ name, keyId, created, updated }) => ({
        AliasName: name,
        AliasArn: aliasArn(engine, name),
        TargetKeyId: keyId,
        CreationDate: created,
        LastUpdatedDate: updated,
      })),
      Truncated: next !== undefined,
      NextMarker: next,
    };
  },
});
