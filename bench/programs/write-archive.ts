import { closeSync, openSync, writeSync } from 'node:fs';
import { orderRows, VERSIONS } from '../../driver/archive/order-rows.ts';
import { type Format, openFormat } from '../../lambdas/archive/formats/formats.ts';
import { Normaliser } from '../../lambdas/archive/normaliser.ts';
import { historyOf, targetOf } from '../../lambdas/archive/schemas/subjects.ts';

/** Different rows; the million is made of them again and again, for what is measured is not their making. */
const DIFFERENT = 20_000;

/** What a process that wrote one file says of itself, in one line of JSON. */
export interface Written {
  rows: number;
  /** Sum of the totals, unscaled, as text. */
  sum: string;
  seconds: number;
  cpuSeconds: number;
  peakMb: number;
}

/** `write-archive.ts <format> <rows> <file>`: resolves stored rows of five versions into one, and writes a file of them. */
const [format, count, path] = process.argv.slice(2) as [Format, string, string];
const stored = [...orderRows(DIFFERENT, 1)];
const history = historyOf('order');
const target = targetOf(history, VERSIONS);
const normaliser = new Normaliser(history, target);
const file = openSync(path, 'w');
const writer = openFormat(format, {
  schema: target.schema,
  metadata: {},
  sink: (bytes) => void writeSync(file, bytes),
});

let sum = 0n;
const [begin, cpu] = [performance.now(), process.cpuUsage()];
for (let index = 0; index < Number(count); index += 1) {
  const row = stored[index % DIFFERENT];
  if (row === undefined) throw new RangeError('There is no such row');
  const read = normaliser.normalise(row.record);
  if (!read.ok) throw new Error(read.reason);
  writer.write(read.value);
  sum += row.total;
}
writer.close();
const { user, system } = process.cpuUsage(cpu);
closeSync(file);

const written: Written = {
  rows: writer.rows,
  sum: String(sum),
  seconds: (performance.now() - begin) / 1000,
  cpuSeconds: (user + system) / 1_000_000,
  peakMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(written));
