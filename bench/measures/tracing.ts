import { randomUUID } from 'node:crypto';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { concurrently } from '../../driver/concurrently.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { type Deployed, deployed } from '../deployed.ts';
import { type Figure, type Measure, median, timed } from '../measure.ts';

const POSTS = 400;
const ORDERS = 100;
const COLD_STARTS = 9;
const WARM_UP = 60;
const WARM_UP_CLIENTS = 4;

type Work = (system: Deployed) => Promise<number>;

/**
 * What tracing adds to a warm request, to an order (which makes six spans before it is answered) and to a cold start: two
 * deployments of the same code, one with every trace recorded, one without tracing, asked in turns.
 */
export const tracing: Measure = {
  name: 'tracing',
  async take(runs, say) {
    const figure = (name: string): Figure => ({
      name,
      unit: 'ms',
      values: [],
      floor: { name: 'without tracing', values: [] },
    });
    const post = figure('Warm POST /profiles, traced (median)');
    const order = figure('Warm POST /orders, traced (median)');
    const cold = figure('Cold start of profiles and its first request, traced (median)');
    const off = await deployed(say, { tracing: 'off' });
    try {
      const on = await deployed(say, { tracing: 'on' });
      try {
        for (const system of [off, on]) {
          await concurrently(Array(WARM_UP).fill(undefined), WARM_UP_CLIENTS, () => postProfile(system));
          await concurrently(Array(WARM_UP).fill(undefined), WARM_UP_CLIENTS, () => postOrder(system));
        }
        for (let run = 0; run < runs; run += 1) {
          say(`run ${run + 1} of ${runs}`);
          await inTurns(post, POSTS, off, on, postProfile);
          await inTurns(order, ORDERS, off, on, postOrder);
          await inTurns(cold, COLD_STARTS, off, on, coldStart);
        }
      } finally {
        await on.close();
      }
    } finally {
      await off.close();
    }
    return [post, order, cold];
  },
};

/** Each goes first as often as last, so that whatever else the machine does weighs on both. */
async function inTurns(
  figure: Figure,
  times: number,
  off: Deployed,
  on: Deployed,
  work: Work,
): Promise<void> {
  const without: number[] = [];
  const traced: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const turns = [async () => without.push(await work(off)), async () => traced.push(await work(on))];
    for (const turn of index % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  figure.floor?.values.push(median(without));
  figure.values.push(median(traced));
}

const postProfile: Work = ({ shop: { shop } }) =>
  timed(async () => {
    const profile = { userId: randomUUID(), name: 'Ada', age: 36 };
    expect201('profiles', (await shop.send('profiles', 'POST', '/profiles', profile)).status);
  });

const postOrder: Work = ({ shop: { shop } }) =>
  timed(async () => {
    const { status } = await shop.send('orders', 'POST', '/orders', smallOrder(`bench-${randomUUID()}`));
    expect201('orders', status);
  });

/** Another environment variable ends the execution environments of the unpublished version. */
const coldStart: Work = async ({ shop: { aws, system } }) => {
  const FunctionName = system.services.profiles.functionName;
  const { Environment } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, BENCHMARK: randomUUID() };
  await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await waitUntilFunctionUpdatedV2({ client: aws.lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName });
  const body = JSON.stringify({ userId: randomUUID(), name: 'Ada', age: 36 });
  const event = { httpMethod: 'POST', resource: '/profiles', path: '/profiles', headers: HEADERS, body };
  return timed(async () => {
    const { Payload } = await aws.lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify({ ...event, isBase64Encoded: false }) }),
    );
    const answer: { statusCode?: number } = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    expect201('profiles', answer.statusCode ?? 0);
  });
};

const HEADERS = {
  'content-type': 'application/json',
  'X-Amzn-Trace-Id': 'Root=1-67891233-abcdef012345678912345678',
};

function expect201(service: string, status: number): void {
  if (status !== 201) throw new Error(`${service} answered ${status} and not 201`);
}
