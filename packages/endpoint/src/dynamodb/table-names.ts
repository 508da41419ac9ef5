import { z } from 'zod';

/** AWS takes the ARN of a table wherever it takes its name; the engine takes names. */
const TABLE_ARN = /^arn:aws[\w-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/([a-zA-Z0-9_.-]+)$/;

export function tableNameOf(nameOrArn: string): string {
  return TABLE_ARN.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** A `TableName` member of a control-plane call. */
export const tableName = z.string().min(1).max(1024).transform(tableNameOf);

/** A cheap look at a request's bytes, before it is worth parsing. */
export function mayHoldTableArn(body: Buffer): boolean {
  return body.includes('"arn:aws');
}

/** A data-plane request with names in place of tables' ARNs; attribute values are left alone. */
export function withTableNames(input: Record<string, unknown>): Record<string, unknown> {
  const named = { ...input };
  if (typeof input['TableName'] === 'string') named['TableName'] = tableNameOf(input['TableName']);
  const { RequestItems: requests, TransactItems: transaction } = input;
  if (isRecord(requests)) {
    named['RequestItems'] = Object.fromEntries(
      Object.entries(requests).map(([table, request]) => [tableNameOf(table), request]),
    );
  }
  if (Array.isArray(transaction)) {
    named['TransactItems'] = transaction.map((item: unknown) =>
      isRecord(item)
        ? Object.fromEntries(
            Object.entries(item).map(([action, parameters]) => [
              action,
              isRecord(parameters) ? withTableNames(parameters) : parameters,
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
