/** What becomes of the messages of a sender at a receiver with another version of the contract. */
export interface Effects {
  /** The receiver accepts no such message, or not every one. */
  refused: boolean;
  /** Fields that were sent and that the receiver does not see. */
  lost: readonly string[];
  /** Fields in which the receiver sees a value that was not sent. */
  misread: readonly string[];
}

export const REFUSAL: Effects = { refused: true, lost: [], misread: [] };

export const REFUSED = 'refused';
export const SAME = 'same';

/** In words that predictions and observations share, so that they can be compared. */
export function describeEffects({ refused, lost, misread }: Effects): string {
  // What a receiver refuses it does not read.
  if (refused) return REFUSED;
  const parts = [listed('fields lost', lost), listed('misread', misread)].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? SAME : parts.join('; ');
}

function listed(effect: string, fields: readonly string[]): string | undefined {
  return fields.length === 0 ? undefined : `${effect}: ${[...new Set(fields)].sort().join(', ')}`;
}

/** Of several messages together: one that is refused is enough. */
export function together(effects: readonly Effects[]): Effects {
  return {
    refused: effects.some(({ refused }) => refused),
    lost: effects.flatMap(({ lost }) => lost),
    misread: effects.flatMap(({ misread }) => misread),
  };
}

/**
 * What a receiver sees of what was sent. Undefined is absent on both sides. Numbers are compared by their value, because
 * contracts and tables write them in different ways.
 *
 * @param seen what the receiver sees, by the names of its own contract
 */
export function compareFields(
  sent: Readonly<Record<string, unknown>>,
  seen: Readonly<Record<string, unknown>>,
): Effects {
  const receives = new Map(Object.entries(seen));
  const sends = new Map(Object.entries(sent));
  const fields = [...sends].filter(([, value]) => value !== undefined);
  return {
    refused: false,
    lost: fields.filter(([name]) => receives.get(name) === undefined).map(([name]) => name),
    misread: [
      ...fields
        .filter(([name, value]) => {
          const received = receives.get(name);
          return received !== undefined && !isSame(value, received);
        })
        .map(([name]) => name),
      ...[...receives]
        .filter(([name, value]) => value !== undefined && sends.get(name) === undefined)
        .map(([name]) => name),
    ],
  };
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function isSame(one: unknown, other: unknown): boolean {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)].map((text = '') =>
    text.replaceAll('"', ''),
  );
  if (first === second) return true;
  return [first, second].every((text = '') => NUMBER.test(text)) && Number(first) === Number(second);
}
