import type { EndpointContext } from '../../core/context.ts';
import { isRecord } from './holders.ts';

/**
 * ARN of what an operation of the data plane acts on. Batches and transactions over several tables have no single
 * resource, as PartiQL statements have none here: a statement is only understood by the engine.
 */
export function resourceOf(
  { accountId, region }: Pick<EndpointContext, 'accountId' | 'region'>,
  input: unknown,
): string | undefined {
  if (!isRecord(input)) return undefined;
  const { ResourceArn: arn } = input;
  if (typeof arn === 'string') return arn;
  const [table, ...others] = tablesOf(input);
  if (table === undefined || others.length > 0) return undefined;
  return table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
}

function tablesOf(input: Record<string, unknown>): string[] {
  const { TableName: name, RequestItems: batch, TransactItems: items } = input;
  if (typeof name === 'string') return [name];
  if (isRecord(batch)) return Object.keys(batch);
  if (!Array.isArray(items)) return [];
  const names = items.flatMap((item: unknown) =>
    isRecord(item)
      ? Object.values(item).map((action) => (isRecord(action) ? action['TableName'] : undefined))
      : [],
  );
  return [...new Set(names.filter((each) => typeof each === 'string'))];
}
