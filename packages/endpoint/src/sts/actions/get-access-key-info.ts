import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { StsEngine } from '../engine.ts';

/** The account of a key, whatever its state: there is one account here. */
export const getAccessKeyInfo = operation('sts', 'GetAccessKeyInfo', {
  resource: noResource,
  input: z.object({ AccessKeyId: z.string().min(16).max(128).regex(/^\w+$/, 'must be an access key id') }),
  run: ({ context }: StsEngine) => ({ Account: context.accountId }),
});
