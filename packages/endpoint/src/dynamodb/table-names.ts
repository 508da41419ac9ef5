import { z } from 'zod';
import type { EndpointContext } from '../core/context.ts';
import { dynamoDbError } from './errors.ts';

/** The account and region that an endpoint serves. */
export type Place = Pick<EndpointContext, 'accountId' | 'region'>;

/** AWS takes the ARN of a table wherever it takes its name; the engine takes names. */
const TABLE_ARN = /^arn:aws[\w-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([a-zA-Z0-9_.-]+)$/;

/** The name of a table, from its name or ARN. Throws AwsError for a table of another account or region. */
export function tableNameOf(nameOrArn: string, { accountId, region }: Place): string {
  const [, tableRegion, tableAccount, name] = TABLE_ARN.exec(nameOrArn) ?? [];
  if (name === undefined) return nameOrArn;
  if (tableRegion !== region || tableAccount !== accountId) throw dynamoDbError.tableNotFound(nameOrArn);
  return name;
}

/** A `TableName` member of a control-plane call. */
export const tableName = z.string().min(1).max(1024);

/** A cheap look at a request's bytes, before it is worth parsing. */
export function mayHoldTableArn(body: Buffer): boolean {
  return body.includes('"arn:aws');
}

/** A request with names in place of tables' ARNs; attribute values are left alone. Throws AwsError. */
export function withTableNames(input: Record<string, unknown>, place: Place): Record<string, unknown> {
  const named = { ...input };
  if (typeof input['TableName'] === 'string') named['TableName'] = tableNameOf(input['TableName'], place);
  // Tags belong to ARNs, and the engine looks at the name in them only.
  if (typeof input['ResourceArn'] === 'string') tableNameOf(input['ResourceArn'], place);
  const { RequestItems: requests, TransactItems: transaction } = input;
  if (isRecord(requests)) {
    named['RequestItems'] = Object.fromEntries(
      Object.entries(requests).map(([table, request]) => [tableNameOf(table, place), request]),
    );
  }
  if (Array.isArray(transaction)) {
    named['TransactItems'] = transaction.map((item: unknown) =>
      isRecord(item)
        ? Object.fromEntries(
            Object.entries(item).map(([action, parameters]) => [
              action,
              isRecord(parameters) ? withTableNames(parameters, place) : parameters,
            ]),
          )
        : item,
    );
  }
  return named;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
