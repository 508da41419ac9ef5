import { isBounded } from '../../core/bounded-json.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { EngineAnswer, Post } from '../engine.ts';
import { dynamoDbError } from '../errors.ts';
import { appendedIndexes } from '../expressions/list-changes.ts';
import { rewriteUpdate } from '../expressions/rewrite-update.ts';
import { mayHoldTableArn, withTableNames } from '../table-names.ts';
import { type Holder, isRecord, namesOf } from './holders.ts';
import { type ListUpdate, prepare } from './prepare.ts';
import { checkRead, needsSchema } from './read-checks.ts';
import { checkRequestSize } from './request-size.ts';

/**
 * Hands a request of the data plane to the engine: as it is, or with what the engine reads differently than DynamoDB
 * put right. Throws AwsError for what DynamoDB refuses and the engine must not see.
 */
export async function passOn(
  { context, engine, schemas }: DynamoDb,
  operation: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<EngineAnswer> {
  checkRequestSize(operation, body);
  if (!needsLook(operation, body)) return engine.post(headers, body);
  const input = withTableNames(parse(body), context);
  const { listUpdates, ...used } = prepare(operation, input);
  const { TableName: table } = input;
  if (typeof table === 'string' && needsSchema(operation, input)) {
    const schema = await schemas.get(table);
    if (schema !== undefined) checkRead(input, used, schema);
  }
  if (listUpdates.length === 0) return engine.post(headers, JSON.stringify(input));
  // Alone: the lists must not change between the look at them and the update.
  return engine.alone(async (post) => {
    for (const update of listUpdates) await settleIndexes(update, headers, post);
    return post(headers, JSON.stringify(input));
  });
}

const ALWAYS = new Set(['ListTagsOfResource', 'Query', 'TagResource', 'TransactWriteItems', 'UntagResource']);

/**
 * A cheap look at the bytes. Names of members may be written with escapes, so a request with any is parsed. The table
 * of a query says of which types its keys are.
 */
function needsLook(operation: string, body: Buffer): boolean {
  return (
    ALWAYS.has(operation) ||
    // One request of a batch must not both put and delete.
    (operation === 'BatchWriteItem' && body.includes('PutRequest') && body.includes('DeleteRequest')) ||
    body.includes('Expression') ||
    body.includes('Statement') ||
    body.includes('\\u') ||
    mayHoldTableArn(body)
  );
}

/** The engine is sent what was understood here, never bytes that it might read in another way. */
function parse(body: Buffer): Holder {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    value = JSON.parse(text);
  } catch {
    throw dynamoDbError.serialization('The request body is not valid JSON.');
  }
  // A value nests 32 levels at most, each of which takes two in JSON.
  if (!isBounded(text, 100, Number.POSITIVE_INFINITY)) {
    throw dynamoDbError.validation('Nesting Levels have exceeded supported limits');
  }
  if (!isRecord(value)) {
    throw dynamoDbError.serialization('The request body must be a JSON object.');
  }
  return value;
}

/** Gives elements past the end of a list the indexes that they get on AWS. */
async function settleIndexes(
  { holder, parsed }: ListUpdate,
  headers: Record<string, string>,
  post: Post,
): Promise<void> {
  const { TableName: table, Key: key } = holder;
  const answer = await post(
    { ...headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    JSON.stringify({ TableName: table, Key: key, ConsistentRead: true }),
  );
  if (answer.status >= 500) {
    throw dynamoDbError.unreadableItem();
  }
  // What is wrong with table or key is wrong with the update too, and the engine says so.
  const { Item: item } = JSON.parse(answer.body.toString('utf8')) as { Item?: unknown };
  const indexes = isRecord(item) ? appendedIndexes(parsed, namesOf(holder), item as never) : undefined;
  const rewritten = rewriteUpdate(parsed, namesOf(holder), indexes);
  if (rewritten !== undefined) holder['UpdateExpression'] = rewritten;
}
