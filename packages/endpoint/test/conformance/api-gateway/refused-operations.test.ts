import {
  CreateAuthorizerCommand,
  CreateDomainNameCommand,
  GetExportCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const body = Buffer.from('{}');
const restApiId = 'a1';

test.each([
  ['CreateAuthorizer', new CreateAuthorizerCommand({ restApiId, name: 'a', type: 'TOKEN' })],
  ['CreateDomainName', new CreateDomainNameCommand({ domainName: 'shop.example' })],
  ['GetExport', new GetExportCommand({ restApiId, stageName: 'live', exportType: 'oas30' })],
  ['ImportRestApi', new ImportRestApiCommand({ body })],
  ['PutRestApi', new PutRestApiCommand({ restApiId, body })],
])('%s, which the endpoint lacks, is refused by name', async (name, command) => {
  // The commands have nothing in common but that they can be sent.
  await expect(
    clients(endpoint)
      .apigateway()
      .send(command as CreateAuthorizerCommand),
  ).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining(`apigateway:${name}`),
  });
});
