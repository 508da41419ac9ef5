import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { attributesOf, bodies, createQueue, receive } from '../../support/messaging.ts';

// The clock stands still, so that no long poll ends by itself.
const clock = manualClock();
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
});
afterAll(() => endpoint.close());

const send = (url: string, body: string) =>
  clients(endpoint)
    .sqs()
    .send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));

/** A long poll that has arrived: each has a timer on the clock. */
async function poll(url: string, signal?: AbortSignal) {
  const waiting = clock.waiting;
  const answer = clients(endpoint)
    .sqs()
    .send(
      new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 }),
      signal === undefined ? {} : { abortSignal: signal },
    )
    .then(({ Messages = [] }) => Messages);
  await eventually('the long poll waits', () => clock.waiting > waiting);
  return { answer };
}

test('a long poll is answered as soon as a message is there', async () => {
  const { url } = await createQueue(endpoint);
  const { answer } = await poll(url);
  await send(url, 'hello');
  expect(bodies(await answer)).toEqual(['hello']);
});

test('a long poll ends empty when its time is up', async () => {
  const { url } = await createQueue(endpoint);
  const { answer } = await poll(url);
  await clock.advance(20_000);
  expect(await answer).toEqual([]);
});

test('a queue has a waiting time of its own, for receives that name none', async () => {
  const { url } = await createQueue(endpoint, { ReceiveMessageWaitTimeSeconds: '5' });
  const waiting = clock.waiting;
  const answer = receive(endpoint, url);
  await eventually('the receive waits', () => clock.waiting > waiting);
  await clock.advance(5_000);
  expect(await answer).toEqual([]);
});

test('those who wait are served in the order in which they came', async () => {
  const { url } = await createQueue(endpoint);
  const polls = [await poll(url), await poll(url), await poll(url)];
  for (const body of ['1', '2', '3']) await send(url, body);
  const answers = await Promise.all(polls.map(({ answer }) => answer));
  expect(answers.map(bodies)).toEqual([['1'], ['2'], ['3']]);
});

test('a batch goes to one waiting receive as a whole', async () => {
  const { url } = await createQueue(endpoint);
  const { answer } = await poll(url);
  const Entries = ['1', '2', '3'].map((body) => ({ Id: body, MessageBody: body }));
  await clients(endpoint)
    .sqs()
    .send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  expect(bodies(await answer)).toEqual(['1', '2', '3']);
});

test('a message that becomes visible again answers a long poll', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  await receive(endpoint, url, { visibilityTimeout: 10 });
  const { answer } = await poll(url);
  await clock.advance(10_000);
  expect(bodies(await answer)).toEqual(['hello']);
});

test('an aborted long poll swallows no message', async () => {
  const { url } = await createQueue(endpoint);
  for (let round = 0; round < 20; round += 1) {
    const controller = new AbortController();
    const { answer } = await poll(url, controller.signal);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await send(url, `round ${round}`);
    // Visible at once, and as if nobody had ever been given it.
    const [message] = await receive(endpoint, url, { visibilityTimeout: 43_200 });
    expect(message).toMatchObject({
      Body: `round ${round}`,
      Attributes: { ApproximateReceiveCount: '1' },
    });
  }
});

test('an aborted long poll leaves its place to the next', async () => {
  const { url } = await createQueue(endpoint);
  const controller = new AbortController();
  const gone = await poll(url, controller.signal);
  const next = await poll(url);
  controller.abort();
  await expect(gone.answer).rejects.toMatchObject({ name: 'AbortError' });
  await send(url, 'hello');
  expect(bodies(await next.answer)).toEqual(['hello']);
});

test('deleting a queue ends the long polls on it', async () => {
  const { DeleteQueueCommand } = await import('@aws-sdk/client-sqs');
  const { url } = await createQueue(endpoint);
  const { answer } = await poll(url);
  const refused = expect(answer).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  await clients(endpoint)
    .sqs()
    .send(new DeleteQueueCommand({ QueueUrl: url }));
  await refused;
});

test('a long poll that times out changes nothing in the queue', async () => {
  const { url } = await createQueue(endpoint);
  const { answer } = await poll(url);
  await clock.advance(20_000);
  await answer;
  await send(url, 'later');
  expect(await attributesOf(endpoint, url)).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});
