import { describe, expect, it } from 'vitest';
import { apiUrl } from '../../../../lambdas/shared/api-url.ts';

const api = { apiId: 'a1b2c3', stage: 'live' };

describe('the URL of an API', () => {
  it('is its own host on AWS', () => {
    const environment = { AWS_REGION: 'eu-west-2' };
    expect(apiUrl(api, environment)).toBe('https://a1b2c3.execute-api.eu-west-2.amazonaws.com/live');
  });

  it('is beside the other services where there is a local endpoint', () => {
    const environment = { AWS_REGION: 'eu-west-2', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/' };
    expect(apiUrl(api, environment)).toBe('http://127.0.0.1:4566/_aws/execute-api/a1b2c3/live');
  });
});
