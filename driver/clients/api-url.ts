import type { AwsSettings } from '../aws-access.ts';

/** Where a REST API is called: AWS's own form, or the one that LocalStack has made common. */
export function apiUrl(apiId: string, stage: string, { endpoint, region }: AwsSettings): string {
  if (endpoint !== undefined) return `${endpoint}/_aws/execute-api/${apiId}/${stage}`;
  return `https://${apiId}.execute-api.${region}.amazonaws.com/${stage}`;
}
