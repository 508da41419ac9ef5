import { beforeEach, expect, test, vi } from 'vitest';
import { RegistryError } from '../../../../lambdas/registry/errors.ts';
import { type HistoryRequest, historyResource } from '../../../../lambdas/registry/v2.1/history-resource.ts';
import type { HttpRequest } from '../../../../lambdas/shared/http-client.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import type { SubjectHistory } from '../../../../schemas/subject-history.ts';

beforeEach(() => {
  vi.spyOn(logger, 'error').mockReturnValue();
});

const HISTORY: SubjectHistory = {
  subject: 'user',
  level: 'FULL_TRANSITIVE',
  accepted: [],
  versions: [{ version: 1, schema: '"string"' }],
};

const request = (properties: object = { History: JSON.stringify(HISTORY) }): HistoryRequest => ({
  RequestType: 'Create',
  ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:registry:live',
  ResponseURL: 'https://answers.example/one?signature=x',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'UserHistory',
  ResourceType: 'Custom::SubjectHistory',
  ResourceProperties: { ServiceToken: 'arn', ...properties },
});

/** Runs the resource, and gives what CloudFormation is told. */
async function answer(event: HistoryRequest, publish: (history: SubjectHistory) => Promise<void>) {
  const sent: HttpRequest[] = [];
  await historyResource({ publish }, async (http) => {
    sent.push(http);
    return { status: 200, body: '' };
  })(event);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ method: 'PUT', url: new URL(event.ResponseURL) });
  return JSON.parse(sent[0]?.body ?? '');
}

const nothing = async () => {};

test('a history is published, and CloudFormation knows the resource by its subject', async () => {
  const published: SubjectHistory[] = [];
  const told = await answer(request(), async (history) => {
    published.push(history);
  });
  expect(published).toEqual([HISTORY]);
  expect(told).toEqual({
    Status: 'SUCCESS',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'UserHistory',
    PhysicalResourceId: 'user',
  });
});

test('what the registry refuses fails the deployment, with the reason', async () => {
  const told = await answer(request(), async () => {
    throw new RegistryError(409, 'It cannot read version 1.');
  });
  expect(told).toMatchObject({ Status: 'FAILED', Reason: 'It cannot read version 1.' });
});

test('a reason that is longer than CloudFormation takes is cut', async () => {
  const told = await answer(request(), async () => {
    throw new RegistryError(409, 'x'.repeat(10_000));
  });
  expect(JSON.stringify(told).length).toBeLessThan(4096);
});

test('what fails inside is not told to the outside', async () => {
  const told = await answer(request(), async () => {
    throw new TypeError('secret');
  });
  expect(told).toMatchObject({ Status: 'FAILED', Reason: 'The registry failed; its log has the cause.' });
});

test.each([[{}], [{ History: 'not JSON' }], [{ History: '{"subject":"user"}' }]])(
  'what is no history is refused: %j',
  async (properties) => {
    expect(await answer(request(properties), nothing)).toMatchObject({ Status: 'FAILED' });
  },
);

test('with its stack a history goes in silence: what data was written with is not unregistered', async () => {
  const told = await answer({ ...request(), RequestType: 'Delete', PhysicalResourceId: 'user' }, async () => {
    throw new Error('nothing is to be published');
  });
  expect(told).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'user' });
});

test('an answer that does not get through fails the invocation, so that Lambda tries again', async () => {
  const run = historyResource({ publish: nothing }, async () => ({ status: 503, body: '' }));
  await expect(run(request())).rejects.toThrow('503');
});
