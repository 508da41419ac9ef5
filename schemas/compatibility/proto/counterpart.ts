/** A field or a value of an enum: it has a name and a number. */
interface Named {
  name: string;
  number: number;
}

/**
 * What the receiver has for what the sender means: the same name or, where that is gone, the same number under a name
 * that the sender does not know, which is taken for another name of the same thing. Undefined when the receiver does
 * not have it.
 */
export function counterpart<One extends Named>(
  own: Named,
  sender: readonly Named[],
  receiver: readonly One[],
): One | undefined {
  const sameName = receiver.find(({ name }) => name === own.name);
  if (sameName !== undefined) return sameName;
  return receiver.find(
    ({ name, number }) => number === own.number && !sender.some((other) => other.name === name),
  );
}
