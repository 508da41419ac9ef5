export interface ApiAddress {
  apiId: string;
  stage: string;
}

export interface ApiUrlEnvironment {
  AWS_ENDPOINT_URL?: string | undefined;
  AWS_REGION?: string | undefined;
}

/** Where a REST API answers: beside the other services of a local endpoint, or at its own host on AWS. */
export function apiUrl({ apiId, stage }: ApiAddress, environment: ApiUrlEnvironment = process.env): string {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = environment;
  if (endpoint !== undefined && endpoint !== '') {
    return `${endpoint.replace(/\/$/, '')}/_aws/execute-api/${apiId}/${stage}`;
  }
  return `https://${apiId}.execute-api.${region}.amazonaws.com/${stage}`;
}
