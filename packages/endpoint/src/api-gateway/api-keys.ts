import type { ApiKey } from '@aws-sdk/client-api-gateway';
import { apiGatewayError } from './errors.ts';
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

/** Limits and words as recorded from AWS. */
export function checkApiKey({
  name,
  description,
  value,
}: Pick<ApiKey, 'name' | 'description' | 'value'>): void {
  if ((name ?? '').length > 1024) {
    throw apiGatewayError.badRequest('Invalid API Key name, can be at most 1024 characters.');
  }
  if ((description ?? '').length > 125_000) {
    throw apiGatewayError.badRequest('Invalid API Key description specified.');
  }
  if (value !== undefined && value.length < 20) {
    throw apiGatewayError.badRequest('API Key value should be at least 20 characters');
  }
  if (value !== undefined && value.length > 128) {
    throw apiGatewayError.badRequest('API Key value exceeds maximum size of 128 characters');
  }
}
