import { UpdateAccountCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

test('every request is noted in the stage’s access log, in the stage’s format', async () => {
  const aws = clients(endpoint);
  await createFunction(aws, {
    name: 'ok',
    source: `export const handler = async () => ({ statusCode: 201, body: 'made' });`,
  });
  await allowApiGateway(aws, 'ok');
  const api = await createRestApi(endpoint, aws, [{ route: 'POST /orders/{id}', function: 'ok' }]);
  const logGroupName = 'access';
  await aws.logs().send(new CreateLogGroupCommand({ logGroupName }));
  await aws.apigateway().send(
    new UpdateAccountCommand({
      patchOperations: [
        { op: 'replace', path: '/cloudwatchRoleArn', value: 'arn:aws:iam::000000000000:role/logs' },
      ],
    }),
  );
  const format =
    '$context.requestId $context.httpMethod $context.resourcePath $context.status $context.responseLength $context.integration.status $context.error.message';
  await aws.apigateway().send(
    new UpdateStageCommand({
      restApiId: api.id,
      stageName: 'live',
      patchOperations: [
        { op: 'replace', path: '/accessLogSettings/format', value: format },
        {
          op: 'replace',
          path: '/accessLogSettings/destinationArn',
          value: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`,
        },
      ],
    }),
  );

  const made = await fetch(`${api.url}/orders/7`, { method: 'POST' });
  const refused = await fetch(`${api.url}/nothing`);
  const events = await eventually('two lines in the access log', async () => {
    const found = await aws.logs().send(new FilterLogEventsCommand({ logGroupName }));
    return (found.events?.length ?? 0) >= 2 && found.events;
  });
  expect(events.map((event) => event.message).sort()).toEqual(
    [
      `${made.headers.get('x-amzn-requestid')} POST /orders/{id} 201 4 200 -`,
      `${refused.headers.get('x-amzn-requestid')} GET - 403 42 - Missing Authentication Token`,
    ].sort(),
  );
});
