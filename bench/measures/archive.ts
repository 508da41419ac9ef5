import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { DuckDBInstance } from '@duckdb/node-api';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { orderRows } from '../../driver/archive/order-rows.ts';
import { concurrently } from '../../driver/concurrently.ts';
import { type Figure, type Measure, timed } from '../measure.ts';
import type { Written } from '../programs/write-archive.ts';

const PROGRAM = fileURLToPath(new URL('../programs/write-archive.ts', import.meta.url));
const ROWS = 1_000_000;
const SCANNED = 10_000;
const FORMATS = { avro: 100_000, parquet: 30_000, orc: undefined } as const;

/**
 * A million rows of five versions into each format, each in a process of its own: decoding, resolution and writing, and
 * the most memory that the process ever had. The table's scan is a figure of its own.
 */
export const archive: Measure = {
  name: 'archive',
  async take(runs, say) {
    const figures: Figure[] = [];
    for (const [format, target] of Object.entries(FORMATS)) {
      const speed: Figure = {
        name: `Rows of five versions into ${format}`,
        unit: 'rows/s',
        values: [],
        ...(target !== undefined && { target: { kind: 'at least', value: target } }),
      };
      const cpu: Figure = { name: `Rows a second of processor time, ${format}`, unit: 'rows/s', values: [] };
      const peak: Figure = {
        name: `Peak memory, a million rows into ${format}`,
        unit: 'MB',
        values: [],
        target: { kind: 'at most', value: 400 },
      };
      for (let run = 0; run < runs; run += 1) {
        say(`${format}, run ${run + 1} of ${runs}`);
        const written = await write(format);
        speed.values.push(written.rows / written.seconds);
        cpu.values.push(written.rows / written.cpuSeconds);
        peak.values.push(written.peakMb);
      }
      figures.push(speed, cpu, peak);
    }
    return [...figures, await scan(runs, say)];
  },
};

async function write(format: string): Promise<Written> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-archive-'));
  const path = join(directory, `orders.${format}`);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, format, String(ROWS), path]);
    const written: Written = JSON.parse(stdout);
    if (format === 'parquet') await check(path, written);
    return written;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Speed counts only for what an independent reader finds in the file, to the last digit. */
async function check(path: string, { rows, sum }: Written): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  const read = await connection.runAndReadAll(
    `SELECT CAST(count(*) AS VARCHAR) AS rows, CAST(sum(total) AS VARCHAR) AS sum FROM '${path}'`,
  );
  const found = read.getRowObjects()[0];
  connection.closeSync();
  if (found?.['rows'] !== String(rows) || String(found['sum']).replace('.', '') !== sum) {
    throw new Error('DuckDB does not find the rows that were written');
  }
}

async function scan(runs: number, say: (words: string) => void): Promise<Figure> {
  const figure: Figure = { name: `Scan of a table of ${SCANNED} rows`, unit: 'rows/s', values: [] };
  const endpoint = await spawnEndpoint({ port: 0 });
  const client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  try {
    say('filling a table');
    const documents = DynamoDBDocumentClient.from(client);
    await client.send(
      new CreateTableCommand({
        TableName: 'rows',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
    const puts = [...orderRows(SCANNED, 1)].map(({ orderId, record }) => ({
      PutRequest: { Item: { pk: orderId, record } },
    }));
    const batches = Array.from({ length: SCANNED / 25 }, (_, index) =>
      puts.slice(index * 25, (index + 1) * 25),
    );
    await concurrently(batches, 4, (rows) =>
      documents.send(new BatchWriteCommand({ RequestItems: { rows } })),
    );
    for (let run = 0; run < runs; run += 1) {
      let seen = 0;
      const milliseconds = await timed(async () => {
        for await (const page of paginateScan({ client: documents }, { TableName: 'rows' }))
          seen += page.Count ?? 0;
      });
      if (seen !== SCANNED) throw new Error(`The scan found ${seen} rows`);
      figure.values.push(seen / (milliseconds / 1000));
    }
    return figure;
  } finally {
    client.destroy();
    await endpoint.close();
  }
}
