import type { ApiKey, UsagePlanKey } from '@aws-sdk/client-api-gateway';

export function toUsagePlanKey({ id, name, value }: ApiKey): UsagePlanKey {
  return { type: 'API_KEY', ...(id && { id }), ...(name && { name }), ...(value && { value }) };
}
