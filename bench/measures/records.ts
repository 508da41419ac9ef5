import { anything } from '../../driver/records/matrix.ts';
import { RecordsClient, succeeded } from '../../driver/records/records-client.ts';
import { deployed } from '../deployed.ts';
import { type Figure, type Measure, timed } from '../measure.ts';

const UPDATES = 400;
const PROFILE = {
  userId: 'ada',
  name: 'Ada',
  age: 36,
  email: 'ada@example.com',
  address: { street: '12 St James’s Square', city: 'London' },
  tier: 'GOLD',
  points: 42,
};
const TARGET = { kind: 'at most times floor', value: 1.5 } as const;

/** What it costs an older release to keep what it does not know, beside losing it. */
export const records: Measure = {
  name: 'records',
  async take(runs, say) {
    const whole: Figure = {
      name: 'Safe update of a stored Avro record',
      unit: 'ms',
      values: [],
      floor: { name: 'naive update, which loses fields', values: [] },
      target: TARGET,
    };
    const system = await deployed(say);
    try {
      const client = await RecordsClient.open(system.shop.aws.lambda, system.shop.system);
      for (let run = 0; run < runs; run += 1) {
        say(`run ${run + 1} of ${runs}`);
        // One before the other in turns, so that neither always has the warmer process.
        const safeFirst = run % 2 === 1;
        for (const safe of [safeFirst, !safeFirst]) {
          const values = safe ? whole.values : whole.floor?.values;
          values?.push(await updateMilliseconds(client, safe, run));
        }
      }
    } finally {
      await system.close();
    }
    return [whole];
  },
};

/** Of one update, where many wait for the database at the same time. */
async function updateMilliseconds(client: RecordsClient, safe: boolean, run: number): Promise<number> {
  const update = safe ? 'safe' : 'naive';
  const row = { strategy: 'avro', subject: 'profile' };
  const ids = Array.from({ length: UPDATES }, (_, index) => `bench.${run}.${update}.${index}`);
  const puts = ids.map((id) => ({ action: 'put', ...row, id, value: PROFILE }));
  for (const answer of await client.askAll('v3', puts, anything)) succeeded(answer);
  const updates = ids.map((id) => ({ action: 'update', ...row, id, update, patch: { age: 37 } }));
  const milliseconds = await timed(async () => {
    for (const answer of await client.askAll('v1', updates, anything)) succeeded(answer);
  });
  return milliseconds / UPDATES;
}
