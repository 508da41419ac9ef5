import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { Figure, Measure } from './measure.ts';
import { archive } from './measures/archive.ts';
import { contactCodecs } from './measures/contact-codecs.ts';
import { deploy } from './measures/deploy.ts';
import { environments } from './measures/environments.ts';
import { eventCheck } from './measures/event-check.ts';
import { invoke } from './measures/invoke.ts';
import { memory } from './measures/memory.ts';
import { messages } from './measures/messages.ts';
import { orders } from './measures/orders.ts';
import { post } from './measures/post.ts';
import { protocols } from './measures/protocols.ts';
import { records } from './measures/records.ts';
import { resilience } from './measures/resilience.ts';
import { start } from './measures/start.ts';
import { tracing } from './measures/tracing.ts';
import { renderMarkdown, toReport } from './report.ts';

const MEASURES: readonly Measure[] = [
  start,
  memory,
  environments,
  deploy,
  post,
  invoke,
  records,
  contactCodecs,
  protocols,
  resilience,
  tracing,
  eventCheck,
  archive,
  orders,
  messages,
];
const NAMES = MEASURES.map(({ name }) => name);

interface Options {
  json?: string;
  runs: number;
  only?: string[];
}

await new Command('bench')
  .description(
    'Measures the embedded endpoint and the shop on it, each figure beside the least that it could be, in the same run.',
  )
  .option('--json <file>', 'write every value to this file')
  .option('--runs <number>', 'how often each figure is taken; medians are shown', toRuns, 3)
  .option('--only <name>', `one of ${NAMES.join(', ')}; may be given several times`, toNames)
  .action(bench)
  .parseAsync();

async function bench({ json, runs, only }: Options): Promise<void> {
  const figures: Figure[] = [];
  for (const measure of MEASURES.filter(({ name }) => only === undefined || only.includes(name))) {
    const say = (words: string) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${measure.name}: ${words}`);
    };
    say('');
    figures.push(...(await measure.take(runs, say)));
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
  const report = toReport(figures, runs);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(renderMarkdown(report));
}

function toRuns(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
}

function toNames(name: string, before: string[] = []): string[] {
  if (NAMES.includes(name)) return [...before, name];
  throw new InvalidArgumentError(`There are: ${NAMES.join(', ')}.`);
}
