import { randomBytes } from 'node:crypto';
import {
  APIGatewayClient,
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { apiUrl } from '../../driver/clients/api-url.ts';
import type { ServiceName } from '../../driver/system.ts';
import { ACCOUNT, type Credentials, signedFetch } from '../../packages/endpoint/test/support/sign-request.ts';
import { deployedShop } from './support/deployed-shop.ts';

const MINUTE_MS = 60_000;

function urlOf({ aws, system }: Shop, service: ServiceName, path: string): string {
  return `${apiUrl(system.services[service].apiId, system.stage, aws.settings)}${path}`;
}

/** Credentials like those that Lambda gives a function: of a session in its role. */
async function credentialsOf({ aws }: Shop, functionName: string): Promise<Credentials & { arn: string }> {
  const { Role } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const sts = new STSClient(aws.settings);
  const { Credentials: session, AssumedRoleUser } = await sts.send(
    new AssumeRoleCommand({ RoleArn: Role, RoleSessionName: 'callers-test' }),
  );
  sts.destroy();
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
    arn: AssumedRoleUser?.Arn ?? '',
  };
}

async function refusalOf(answer: Response) {
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), ...error };
}

const payment = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
};

describe('an internal API refuses', () => {
  test('unsigned callers', async () => {
    const shop = await deployedShop();
    for (const [service, path] of [
      ['payments', '/payments'],
      ['fraud', '/assessments'],
    ] as const) {
      expect(await refusalOf(await fetch(urlOf(shop, service, path), payment))).toMatchObject({
        status: 403,
        type: 'MissingAuthenticationTokenException',
        code: 'MISSING_AUTHENTICATION_TOKEN',
      });
    }
  });

  test('callers with a wrong secret, and requests that were changed after they were signed', async () => {
    const shop = await deployedShop();
    const url = urlOf(shop, 'payments', '/payments');
    const mismatch = {
      status: 403,
      type: 'InvalidSignatureException',
      code: 'INVALID_SIGNATURE',
      message: expect.stringMatching(/^The request signature we calculated does not match/),
    };
    const credentials = { ...ACCOUNT, secretAccessKey: 'guessed' };
    expect(await refusalOf(await signedFetch(url, { ...payment, credentials }))).toMatchObject(mismatch);
    const session = await credentialsOf(shop, shop.system.services.orders.functionName);
    const forged = { ...session, secretAccessKey: 'guessed' };
    expect(await refusalOf(await signedFetch(url, { ...payment, credentials: forged }))).toMatchObject(
      mismatch,
    );
  });

  test('signatures that have expired', async () => {
    const shop = await deployedShop();
    const url = urlOf(shop, 'payments', '/payments');
    const at = new Date(Date.now() - 10 * MINUTE_MS);
    expect(await refusalOf(await signedFetch(url, { ...payment, at }))).toMatchObject({
      status: 403,
      type: 'InvalidSignatureException',
      message: expect.stringMatching(/^Signature expired: /),
    });
  });

  test('sessions that it does not know', async () => {
    const shop = await deployedShop();
    const session = await credentialsOf(shop, shop.system.services.orders.functionName);
    const credentials = { ...session, sessionToken: 'another' };
    const url = urlOf(shop, 'payments', '/payments');
    expect(await refusalOf(await signedFetch(url, { ...payment, credentials }))).toMatchObject({
      status: 403,
      type: 'UnrecognizedClientException',
    });
  });

  test('functions that were not granted the call', async () => {
    const shop = await deployedShop();
    const { consumers, services } = shop.system;
    for (const [functionName, service, path] of [
      [consumers.email.functionName, 'payments', '/payments'],
      [services.orders.functionName, 'fraud', '/assessments'],
      [services.payments.functionName, 'fraud', '/assessments'],
      [services.fraud.functionName, 'payments', '/payments'],
      [services.payments.functionName, 'orders', '/orders'],
    ] as const) {
      const credentials = await credentialsOf(shop, functionName);
      expect(
        await refusalOf(await signedFetch(urlOf(shop, service, path), { ...payment, credentials })),
      ).toMatchObject({
        status: 403,
        type: 'AccessDeniedException',
        code: 'ACCESS_DENIED',
        message: `User: ${credentials.arn} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${services[service].apiId}/live/POST${path}`,
      });
    }
  });
});

test('orders may call payments, and payments may call fraud', async () => {
  const shop = await deployedShop();
  const { services } = shop.system;
  for (const [caller, service, path] of [
    ['orders', 'payments', '/payments'],
    ['payments', 'fraud', '/shop.fraud.v1.FraudService/Assess'],
  ] as const) {
    const credentials = await credentialsOf(shop, services[caller].functionName);
    const answer = await signedFetch(urlOf(shop, service, path), { ...payment, credentials });
    // The service itself says what the body lacks.
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-dataflow-release')).toMatch(/^v1/);
  }
});

describe('the public APIs are throttled', () => {
  test.each(['orders', 'profiles'] as const)('%s, on every method', async (service) => {
    const { aws, system } = await deployedShop();
    const gateway = new APIGatewayClient(aws.settings);
    onTestFinished(() => gateway.destroy());
    const { methodSettings } = await gateway.send(
      new GetStageCommand({ restApiId: system.services[service].apiId, stageName: system.stage }),
    );
    expect(methodSettings?.['*/*']).toMatchObject({
      throttlingRateLimit: 1000,
      throttlingBurstLimit: 2000,
    });
  });

  test('and say when to try again', async () => {
    const { aws, system } = await deployedShop();
    const gateway = new APIGatewayClient(aws.settings);
    const restApiId = system.services.profiles.apiId;
    const stageName = `small_${randomBytes(4).toString('hex')}`;
    // A stage of the test's own, so that no one else's requests are throttled.
    const { deploymentId } = await gateway.send(new GetStageCommand({ restApiId, stageName: system.stage }));
    await gateway.send(new CreateStageCommand({ restApiId, stageName, deploymentId }));
    onTestFinished(async () => {
      await gateway.send(new DeleteStageCommand({ restApiId, stageName }));
      gateway.destroy();
    });
    await gateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName,
        patchOperations: [
          { op: 'replace', path: '/*/*/throttling/rateLimit', value: '0.01' },
          { op: 'replace', path: '/*/*/throttling/burstLimit', value: '2' },
        ],
      }),
    );
    const url = `${apiUrl(restApiId, stageName, aws.settings)}/profiles`;
    // API Gateway refuses this body, so that no function runs; it counts all the same.
    const post = () => signedFetch(url, { ...payment, body: '[]' });
    expect([(await post()).status, (await post()).status]).toEqual([400, 400]);
    const refused = await post();
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refusalOf(refused)).toEqual({
      status: 429,
      type: 'TooManyRequestsException',
      code: 'THROTTLED',
      message: 'Too Many Requests',
    });
  });
});
