import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import type { TableName } from '../system.ts';

/** Numbers come as text (see aws-access.ts). */
const AnalyticsRow = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('order'), orderId: z.string(), total: z.string() }),
  z.looseObject({ type: z.literal('total'), amount: z.string(), orders: z.coerce.number() }),
]);

const EmailRow = z.looseObject({ type: z.literal('message'), orderId: z.string() });

const JournalRow = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('event'),
    orderId: z.string(),
    partition: z.coerce.number(),
    offset: z.coerce.number(),
    event: z.string(),
  }),
  z.looseObject({ type: z.literal('head'), pk: z.string(), next: z.coerce.number() }),
  z.looseObject({ type: z.enum(['dedupe', 'group', 'checkpoint', 'replay']), pk: z.string() }),
]);

type Kind<Row extends { type: string }, Type extends string> = Extract<Row, { type: Type }>;

/** Everything that the consumers have kept, of this run and of any before it. */
export interface ConsumersRead {
  analytics: Kind<z.infer<typeof AnalyticsRow>, 'order'>[];
  totals: Kind<z.infer<typeof AnalyticsRow>, 'total'>[];
  emails: z.infer<typeof EmailRow>[];
  journal: Kind<z.infer<typeof JournalRow>, 'event'>[];
  heads: Kind<z.infer<typeof JournalRow>, 'head'>[];
}

export async function readConsumers(context: Pick<DriverContext, 'aws' | 'system'>): Promise<ConsumersRead> {
  const [analytics, emails, journal] = await Promise.all([
    readTable(context, 'analytics', AnalyticsRow),
    readTable(context, 'email', EmailRow),
    readTable(context, 'journal', JournalRow),
  ]);
  return {
    analytics: analytics.filter((row) => row.type === 'order'),
    totals: analytics.filter((row) => row.type === 'total'),
    emails,
    journal: journal.filter((row) => row.type === 'event'),
    heads: journal.filter((row) => row.type === 'head'),
  };
}

async function readTable<Row extends z.ZodType>(
  { aws, system }: Pick<DriverContext, 'aws' | 'system'>,
  table: TableName,
  row: Row,
): Promise<z.infer<Row>[]> {
  const rows: z.infer<Row>[] = [];
  const input = { TableName: system.tables[table], ConsistentRead: true };
  for await (const { Items } of paginateScan({ client: aws.documents }, input)) {
    for (const item of Items ?? []) rows.push(row.parse(item));
  }
  return rows;
}
