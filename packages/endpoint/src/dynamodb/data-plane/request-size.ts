import { dynamoDbError } from '../errors.ts';

/** A smaller request is no trouble, whatever is in it. */
const UNCHECKED_BYTES = 64 * 1024;

/** An item has 400 KB, of which JSON can make six times as much where it writes every byte as an escape. */
const MAX_ITEM_REQUEST_BYTES = 4 * 1024 * 1024;

/** An item of 400 KB has at most 133,000 attributes: a name of one byte and a number of two. */
const MAX_ITEM_MEMBERS = 200_000;

/** Down to this level, a batch or a transaction names tables and lists requests, at most a hundred of each. */
const BATCH_LEVELS = 4;
const MAX_BATCH_MEMBERS = 2000;

const BATCHES = new Set([
  'BatchExecuteStatement',
  'BatchGetItem',
  'BatchWriteItem',
  'ExecuteTransaction',
  'TransactGetItems',
  'TransactWriteItems',
]);

/**
 * Refuses what is far beyond DynamoDB's limits before it is parsed. The engine looks at every element of it, and tells
 * what is wrong with each, for a minute. What is a little beyond the limits the engine refuses itself.
 */
export function checkRequestSize(operation: string, body: Buffer): void {
  if (body.length <= UNCHECKED_BYTES) return;
  const batch = BATCHES.has(operation);
  const { shallow, all } = countMembers(body);
  if (batch && shallow > MAX_BATCH_MEMBERS) {
    throw dynamoDbError.validation(`Too many items requested for the ${operation} call`);
  }
  if (!batch && (body.length > MAX_ITEM_REQUEST_BYTES || all > MAX_ITEM_MEMBERS)) {
    throw dynamoDbError.validation('Item size has exceeded the maximum allowed size');
  }
}

const [QUOTE, BACKSLASH, COMMA, BRACE, BRACE_END, BRACKET, BRACKET_END] = [34, 92, 44, 123, 125, 91, 93];

/** Commas outside of strings: down to the level of a batch's requests, and in all. */
function countMembers(body: Buffer): { shallow: number; all: number } {
  let level = 0;
  let shallow = 0;
  let all = 0;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index];
    if (byte === QUOTE) index = endOfString(body, index);
    else if (byte === COMMA) {
      all += 1;
      if (level <= BATCH_LEVELS) shallow += 1;
    } else if (byte === BRACE || byte === BRACKET) level += 1;
    else if (byte === BRACE_END || byte === BRACKET_END) level -= 1;
  }
  return { shallow, all };
}

function endOfString(body: Buffer, start: number): number {
  for (let end = body.indexOf(QUOTE, start + 1); end >= 0; end = body.indexOf(QUOTE, end + 1)) {
    let before = end;
    while (body[before - 1] === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return body.length;
}
