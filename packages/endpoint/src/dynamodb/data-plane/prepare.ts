import { parseCondition } from '../expressions/condition.ts';
import { type KeyComparison, keyComparisons } from '../expressions/key-condition.ts';
import { writesToList } from '../expressions/list-changes.ts';
import { parseProjection } from '../expressions/projection.ts';
import type { ExpressionName } from '../expressions/reader.ts';
import { hasSpacedPath, render } from '../expressions/render.ts';
import { rewriteUpdate } from '../expressions/rewrite-update.ts';
import { type ParsedUpdate, parseUpdate } from '../expressions/update.ts';
import { expressionHolders, type Holder, namesOf } from './holders.ts';
import type { Used } from './read-checks.ts';
import { checkShape } from './request-shapes.ts';
import { checkStatements } from './statements.ts';

/** An update that writes through an index of a list: what it does depends on the item. */
export interface ListUpdate {
  readonly holder: Holder;
  readonly parsed: ParsedUpdate;
}

export interface Prepared extends Used {
  readonly listUpdates: readonly ListUpdate[];
}

/**
 * Checks every expression of a request as DynamoDB does, before the engine sees it: the engine ends over some that are
 * not well-formed. What the two read differently is rewritten in place. Throws AwsError.
 */
export function prepare(operation: string, input: Holder): Prepared {
  const listUpdates: ListUpdate[] = [];
  const comparisons: KeyComparison[] = [];
  const projected: string[] = [];
  checkShape(operation, input);
  checkStatements(operation, input);
  for (const { holder, names } of expressionHolders(operation, input)) {
    for (const name of names) {
      const source = holder[name];
      // The engine refuses what is no text, and the empty text, in the right words.
      if (typeof source !== 'string' || source === '') continue;
      if (name === 'UpdateExpression') {
        const parsed = parseUpdate(source);
        if (writesToList(parsed)) listUpdates.push({ holder, parsed });
        else holder[name] = rewriteUpdate(parsed, namesOf(holder)) ?? source;
      } else if (name === 'ProjectionExpression') {
        const { paths, reader } = parseProjection(source);
        projected.push(...paths.map(([top]) => top.name));
        if (hasSpacedPath(reader.tokens)) holder[name] = render(reader.tokens);
      } else {
        holder[name] = prepareCondition(name, source, comparisons);
      }
    }
  }
  return { listUpdates, keyComparisons: comparisons, projected };
}

function prepareCondition(name: ExpressionName, source: string, comparisons: KeyComparison[]): string {
  const { condition, parentheses, reader } = parseCondition(name, source);
  if (name === 'KeyConditionExpression') comparisons.push(...keyComparisons(condition));
  if (parentheses.size === 0 && !hasSpacedPath(reader.tokens)) return source;
  return render(reader.tokens.filter((_token, index) => !parentheses.has(index)));
}
