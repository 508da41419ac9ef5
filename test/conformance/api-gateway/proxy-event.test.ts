import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../local/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  const aws = clients(endpoint);
  await createFunction(aws, {
    name: 'echo',
    source: `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });`,
  });
  await allowApiGateway(aws, 'echo');
  api = await createRestApi(endpoint, aws, [{ route: 'ANY /orders/{orderId}', function: 'echo' }]);
});
afterAll(() => endpoint.close());

test('a function is given the event of a proxy integration', async () => {
  const response = await fetch(`${api.url}/orders/7?a=1&a=2`, { headers: { 'X-One': 'one' } });
  const t = await response.text();
  expect(response.status).toBe(200);
});
