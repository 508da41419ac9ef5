import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import { isJsonRecord, type JsonRecord } from './json.ts';
import { observe } from './observe.ts';
import { REFUSED } from './outcome.ts';
import { predict } from './predict.ts';
import { type Answer, RecordsClient, succeeded } from './records-client.ts';
import { RELEASES, type RecordsRelease } from './releases.ts';
import { samples } from './samples.ts';
import { STRATEGIES, type Strategy } from './strategies.ts';
import { isLater, SUBJECTS, type Subject, schemaOf } from './subjects.ts';

/** One writer, one reader, one way to store what passes between them. */
export interface Cell {
  mode: 'databases';
  subject: Subject;
  writer: RecordsRelease;
  reader: RecordsRelease;
  strategy: Strategy;
  predicted: string;
  observed: string;
}

type Pair = Pick<Cell, 'subject' | 'writer' | 'reader' | 'strategy'>;

export const anything = z.looseObject({});
export const seenRecord = z.looseObject({ value: z.custom<JsonRecord>(isJsonRecord), version: z.number() });

/** Every pair of releases, in every strategy, for every subject: written by one, read by the other. */
export async function runMatrix({
  aws,
  system,
  run,
  progress,
}: Pick<DriverContext, 'aws' | 'system' | 'run' | 'progress'>): Promise<Cell[]> {
  const client = await RecordsClient.open(aws.lambda, system);
  const pairs = SUBJECTS.flatMap((subject) =>
    STRATEGIES.flatMap((strategy) =>
      RELEASES.flatMap((writer) => RELEASES.map((reader): Pair => ({ subject, strategy, writer, reader }))),
    ),
  );
  progress('writing');
  await write(client, pairs, run);
  progress('rewriting the warehouse');
  await rewrite(client, pairs, run);
  progress('reading');
  return read(client, pairs, run);
}

async function write(client: RecordsClient, pairs: readonly Pair[], run: string): Promise<void> {
  await ofEach(pairs, 'writer', async (writer, own) => {
    const puts = new Map(
      own.flatMap((pair) =>
        samples(schemaOf(pair.subject, writer)).map((value, turn) => {
          const { subject, strategy } = pair;
          const id = idOf(pair, turn, run);
          return [`${strategy} ${subject} ${id}`, { action: 'put', strategy, subject, id, value }];
        }),
      ),
    );
    for (const answer of await client.askAll(writer, [...puts.values()], anything)) succeeded(answer);
  });
}

/** The later of the two releases is the latest that there is, and its ETL run rewrites what the other left. */
async function rewrite(client: RecordsClient, pairs: readonly Pair[], run: string): Promise<void> {
  const inWarehouse = pairs
    .filter(({ strategy }) => strategy === 'warehouse')
    .map((pair) => ({ ...pair, latest: latestOf(pair) }));
  await ofEach(inWarehouse, 'latest', async (latest, own) => {
    const requests = SUBJECTS.map((subject) => ({
      action: 'etl',
      subject,
      ids: own.filter((pair) => pair.subject === subject).flatMap((pair) => idsOf(pair, run)),
    }));
    for (const answer of await client.askAll(latest, requests, anything)) succeeded(answer);
  });
}

async function read(client: RecordsClient, pairs: readonly Pair[], run: string): Promise<Cell[]> {
  const cells = await ofEach(pairs, 'reader', async (reader, own) => {
    const gets = own.flatMap((pair) =>
      idsOf(pair, run).map((id) => ({ action: 'get', strategy: pair.strategy, subject: pair.subject, id })),
    );
    const answers = await client.askAll(reader, gets, seenRecord);
    return own.map((pair): Cell => {
      const written = samples(schemaOf(pair.subject, pair.writer));
      const seen = answers.splice(0, written.length);
      const predicted = predict(pair.strategy, pair.subject, { ...pair, latest: latestOf(pair) });
      return { mode: 'databases', ...pair, predicted, observed: outcomeOf(pair, written, seen) };
    });
  });
  return cells.flat();
}

type Seen = Answer<z.infer<typeof seenRecord>>;

/** A reader that refuses one sample cannot read the writer. */
export function outcomeOf(
  { subject, reader }: Pick<Pair, 'subject' | 'reader'>,
  written: readonly JsonRecord[],
  seen: readonly Seen[],
): string {
  const refusal = seen.find((answer) => !answer.ok);
  if (refusal !== undefined && !refusal.ok)
    return refusal.code === 'unreadable' ? REFUSED : `failed with ${refusal.code}`;
  const pairs = seen.flatMap((answer, index) => {
    const before = written[index];
    return answer.ok && before !== undefined ? [{ written: before, seen: answer.result.value }] : [];
  });
  return observe(pairs, schemaOf(subject, reader));
}

function latestOf({ writer, reader }: Pick<Pair, 'writer' | 'reader'>): RecordsRelease {
  return isLater(writer, reader) ? writer : reader;
}

function idsOf(pair: Pair, run: string): string[] {
  return samples(schemaOf(pair.subject, pair.writer)).map((_, turn) => idOf(pair, turn, run));
}

/** Readers share rows, except in the warehouse: what its ETL run makes of a row depends on both releases. */
function idOf({ strategy, writer, reader }: Pair, turn: number, run: string): string {
  return strategy === 'warehouse' ? `${run}.${writer}.${reader}.${turn}` : `${run}.${writer}.${turn}`;
}

/** All releases at once, each with the pairs that name it. */
function ofEach<T extends Pair & { latest?: RecordsRelease }, R>(
  pairs: readonly T[],
  role: 'writer' | 'reader' | 'latest',
  work: (release: RecordsRelease, own: readonly T[]) => Promise<R>,
): Promise<R[]> {
  return Promise.all(
    RELEASES.map((release) =>
      work(
        release,
        pairs.filter((pair) => pair[role] === release),
      ),
    ),
  );
}
