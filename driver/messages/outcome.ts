import type { DeadLetterCause } from '../../schemas/events/dead-letter.ts';

/** What becomes of an event at a consumer. */
export type Outcome =
  | {
      kind: 'processed';
      /** Fields that the consumer stores and the event does not have. */
      defaults: readonly string[];
      /** Fields that it stores with another value than the event has. */
      misread: readonly string[];
    }
  | { kind: 'parked'; cause: DeadLetterCause }
  /** The consumer gives the event back to its queue. */
  | { kind: 'failed' }
  /** Neither processed nor parked, and not given back. */
  | { kind: 'lost' };

export const PROCESSED = { kind: 'processed', defaults: [], misread: [] } as const satisfies Outcome;

/** In words that predictions and observations share, so that they can be compared. */
export function describeOutcome(outcome: Outcome): string {
  if (outcome.kind === 'parked') return `parked: ${outcome.cause}`;
  if (outcome.kind !== 'processed') return outcome.kind;
  const { defaults, misread } = outcome;
  const parts = [listed('defaults', defaults), listed('misread', misread)].filter((part) => part !== '');
  return ['processed', ...parts].join('; ');
}

function listed(effect: string, fields: readonly string[]): string {
  return fields.length === 0 ? '' : `${effect}: ${[...fields].sort().join(', ')}`;
}
