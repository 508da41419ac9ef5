import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { httpClient } from '../../driver/clients/http.ts';
import { concurrently } from '../../driver/concurrently.ts';
import { profileKey } from '../../schemas/items/profile-item.ts';
import { type Deployed, deployed } from '../deployed.ts';
import { type Figure, type Measure, median, timed } from '../measure.ts';
import { type Server, startServer } from '../processes.ts';

const PUT_SERVER = fileURLToPath(new URL('../floors/put-server.ts', import.meta.url));

const REQUESTS = 600;
const WARM_UP = 200;
const MANY = 16;

type Post = () => Promise<void>;

/**
 * A warm `POST /profiles`, signed, through API Gateway and the alias to a function that puts an item; beside a plain
 * server that does the same put with the same SDK. Both are asked over connections that are kept. Signing is a part
 * of what the shop's client does and counts against it.
 */
export const post: Measure = {
  name: 'post',
  async take(runs, say) {
    const one: Figure = {
      name: 'Warm POST → API Gateway → alias → DynamoDB put, 1 client (median)',
      unit: 'ms',
      values: [],
      floor: { name: 'node:http with the same put', values: [] },
      target: { kind: 'at most times floor', value: 2.5 },
    };
    const many: Figure = {
      name: `The same, ${MANY} clients`,
      unit: 'requests/s',
      values: [],
      floor: { name: 'node:http with the same put', values: [] },
    };
    const system = await deployed(say);
    const server = await startServer(PUT_SERVER, {
      ...system.target.environment,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      TABLE: system.shop.system.tables.shared,
    });
    const http = httpClient();
    try {
      const ours = postProfile(system);
      const floor = putDirectly(http, server);
      for (const each of [ours, floor]) await concurrently(Array(WARM_UP).fill(each), MANY, (send) => send());
      for (let run = 0; run < runs; run += 1) {
        say(`run ${run + 1} of ${runs}`);
        const [least, most] = await latencies(floor, ours);
        one.floor?.values.push(least);
        one.values.push(most);
        many.floor?.values.push(await throughput(floor));
        many.values.push(await throughput(ours));
      }
    } finally {
      http.close();
      await server.close();
      await system.close();
    }
    return [one, many];
  },
};

function postProfile({ shop: { shop } }: Deployed): Post {
  return async () => {
    const { status } = await shop.send('profiles', 'POST', '/profiles', {
      userId: randomUUID(),
      name: 'Ada',
      age: 36,
    });
    if (status !== 201) throw new Error(`POST /profiles was answered with ${status}`);
  };
}

function putDirectly(http: ReturnType<typeof httpClient>, { url }: Server): Post {
  const target = new URL(url);
  return async () => {
    const userId = randomUUID();
    const { status } = await http.send({
      method: 'POST',
      url: target,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...profileKey(userId), userId, name: 'Ada', age: 36, version: 1 }),
    });
    if (status !== 201) throw new Error(`The floor was answered with ${status}`);
  };
}

/** Medians of both, taken in turns, so that whatever else the machine does weighs on both. */
async function latencies(floor: Post, ours: Post): Promise<[number, number]> {
  const taken: [number[], number[]] = [[], []];
  for (let request = 0; request < REQUESTS; request += 1) {
    taken[0].push(await timed(floor));
    taken[1].push(await timed(ours));
  }
  return [median(taken[0]), median(taken[1])];
}

async function throughput(send: Post): Promise<number> {
  const milliseconds = await timed(() => concurrently(Array(REQUESTS * 2).fill(undefined), MANY, send));
  return (REQUESTS * 2) / (milliseconds / 1000);
}
