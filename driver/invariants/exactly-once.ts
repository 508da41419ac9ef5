/** Which orders arrived, by how often they did. */
export interface Deliveries {
  arrived: string[];
  missing: string[];
  /** Those of the arrived that arrived more than once. */
  duplicates: string[];
}

/** Each of the orders is in exactly one row. Rows of other orders, such as those of an earlier run, do not count. */
export function checkExactlyOnce(
  orderIds: readonly string[],
  rows: readonly { orderId: string }[],
): Deliveries {
  const times = new Map(orderIds.map((orderId) => [orderId, 0]));
  for (const { orderId } of rows) {
    const count = times.get(orderId);
    if (count !== undefined) times.set(orderId, count + 1);
  }
  const where = (matches: (count: number) => boolean) =>
    [...times].filter(([, count]) => matches(count)).map(([orderId]) => orderId);
  return {
    arrived: where((count) => count > 0),
    missing: where((count) => count === 0),
    duplicates: where((count) => count > 1),
  };
}
