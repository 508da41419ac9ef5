import { randomBytes } from 'node:crypto';
import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { onTestFinished } from 'vitest';
import { type ShopAnswer, shopClient } from '../../../driver/clients/shop-client.ts';
import { deployedShop, deployedTarget } from './deployed-shop.ts';

export interface DeployedRegistry {
  /** Base address for clients of any make. */
  url: string;
  key: string;
  /** A plain request with the key, as curl would send it. */
  send(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** A signed request, as our own functions send it. */
  signed(path: string): Promise<ShopAnswer>;
}

/** The deployed registry, and the key that its stack has made, as an operator finds them. */
export async function deployedRegistry(): Promise<DeployedRegistry> {
  const { aws, system } = await deployedShop();
  const apiGateway = new APIGatewayClient(deployedTarget().aws);
  onTestFinished(() => apiGateway.destroy());
  const { value: key = '' } = await apiGateway.send(
    new GetApiKeyCommand({ apiKey: system.registry.apiKeyId, includeValue: true }),
  );
  const url = `${aws.settings.endpoint}/_aws/execute-api/${system.registry.apiId}/${system.stage}`;
  // The client signs for whichever API it is told a service has.
  const own = shopClient(aws, {
    stage: system.stage,
    services: { ...system.services, profiles: system.registry },
  });
  onTestFinished(() => own.close());
  return {
    url,
    key,
    async send(method, path, body) {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { 'x-api-key': key, 'content-type': 'application/vnd.schemaregistry.v1+json' },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.json() };
    },
    signed: (path) => own.send('profiles', 'GET', path),
  };
}

/** A name that no other test uses: the registry is shared by all. */
export const freshName = (what: string) => `${what}-${randomBytes(4).toString('hex')}`;

/** A record whose name is in a namespace of the test's own, so that its fingerprint is as well. */
export function recordSchema(namespace: string, ...fields: object[]): string {
  const name = namespace.replaceAll(/\W/g, '_');
  return JSON.stringify({ type: 'record', name: 'Thing', namespace: name, fields });
}
