import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { dynamoDbError } from '../errors.ts';
import type { DocumentPath, PathStep } from './path.ts';
import type { Change, ParsedUpdate } from './update.ts';

/** `ExpressionAttributeNames` of the request. */
export type Names = Readonly<Record<string, unknown>> | undefined;

type Item = Record<string, AttributeValue>;

/** Does an update write through an index of a list? Only the item says whether the list is that long. */
export function writesToList({ changes }: ParsedUpdate): boolean {
  return changes.some(({ section, path }) => writes(section) && path.some((step) => 'index' in step));
}

/**
 * The indexes to write to, by token, where they differ from those that were given. DynamoDB appends an element whose
 * index is past the end of the list, several of them in the order of their indexes; the engine fills the gap with
 * nulls until it runs out of memory. Throws AwsError where a path leads through an element that is not there.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET.AddingListElements
 */
export function appendedIndexes({ changes }: ParsedUpdate, names: Names, item: Item): Map<number, number> {
  const lists = new Map<string, { length: number; added: { index: number; token: number }[] }>();
  for (const { section, path } of changes) {
    if (!writes(section)) continue;
    let at: AttributeValue | undefined = { M: item };
    path.forEach((step, position) => {
      if ('index' in step && at?.L !== undefined && step.index >= at.L.length) {
        if (position < path.length - 1) throw invalidPath();
        const key = JSON.stringify(resolve(path.slice(0, -1), names));
        const list = lists.get(key) ?? { length: at.L.length, added: [] };
        list.added.push(step);
        lists.set(key, list);
      }
      at = element(at, step, names);
    });
  }
  const replaced = new Map<number, number>();
  for (const { length, added } of lists.values()) {
    // Two changes of one element stay so: they are refused as overlapping.
    const indexes = [...new Set(added.map(({ index }) => index))].sort((a, b) => a - b);
    for (const { index, token } of added) replaced.set(token, length + indexes.indexOf(index));
  }
  return replaced;
}

/**
 * Orders removals so that none moves an element that a later one means: indexes are those of the item before the
 * update. The engine removes one after the other.
 */
export function orderRemovals(removals: readonly Change[], names: Names): Change[] {
  return [...removals].sort((a, b) => compare(resolve(a.path, names), resolve(b.path, names)));
}

function writes(section: Change['section']): boolean {
  return section === 'SET' || section === 'ADD';
}

function element(
  value: AttributeValue | undefined,
  step: PathStep,
  names: Names,
): AttributeValue | undefined {
  if ('index' in step) return value?.L?.[step.index];
  const name = nameOf(step.name, names);
  return value?.M !== undefined && Object.hasOwn(value.M, name) ? value.M[name] : undefined;
}

function resolve(path: DocumentPath | readonly PathStep[], names: Names): (string | number)[] {
  return path.map((step) => ('index' in step ? step.index : nameOf(step.name, names)));
}

function nameOf(name: string, names: Names): string {
  if (!name.startsWith('#') || names === undefined || !Object.hasOwn(names, name)) return name;
  return String(names[name]);
}

/** Names in any fixed order, higher indexes first. */
function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [position, left] of a.entries()) {
    const right = b[position];
    if (right === undefined || left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return right - left;
    return String(left) < String(right) ? -1 : 1;
  }
  return 0;
}

const invalidPath = () =>
  dynamoDbError.validation('The document path provided in the update expression is invalid for update');
