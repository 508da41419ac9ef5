/** Which orders are stored, and of which an event is published; rows of other orders do not count. */
export interface StoredAndPublished {
  both: string[];
  neither: string[];
  /** Stored, and no consumer will ever know: their events are lost. */
  storedOnly: string[];
  /** Consumers know of orders that do not exist: their events are phantoms. */
  publishedOnly: string[];
}

/** An order is stored exactly if its event is published. */
export function compareStoredAndPublished(
  orderIds: readonly string[],
  stored: ReadonlySet<string>,
  published: ReadonlySet<string>,
): StoredAndPublished {
  const where = (isStored: boolean, isPublished: boolean) =>
    orderIds.filter((id) => stored.has(id) === isStored && published.has(id) === isPublished);
  return {
    both: where(true, true),
    neither: where(false, false),
    storedOnly: where(true, false),
    publishedOnly: where(false, true),
  };
}
