import type { ApiKey } from '@aws-sdk/client-api-gateway';
import { type PatchRules, text, toggle } from './patch.ts';

export const API_KEY_RULES: PatchRules<ApiKey> = {
  '/name': text('name'),
  '/description': text('description'),
  '/enabled': toggle('enabled'),
  '/customerId': text('customerId'),
};

/** Answers carry a key's secret only when asked for it. */
export function withoutValue({ value: _secret, ...key }: ApiKey): ApiKey {
  return key;
}
