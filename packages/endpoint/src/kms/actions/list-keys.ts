import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import { type KmsEngine, keyArn } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { pageInput } from '../inputs.ts';

export const listKeys = operation('kms', 'ListKeys', {
  resource: noResource,
  input: z.object(pageInput),
  run(engine: KmsEngine, input) {
    const { items, next } = page(engine.keys.values(), {
      keyOf: ({ id }) => id,
      limit: input.Limit,
      token: input.Marker,
      invalid: kmsError.invalidMarker,
    });
    return {
      Keys: items.map(({ id }) => ({ KeyId: id, KeyArn: keyArn(engine, id) })),
      Truncated: next !== undefined,
      NextMarker: next,
    };
  },
});
