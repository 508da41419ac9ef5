import type { ProtoRule } from '../../../../../schemas/compatibility/proto/rule.ts';
import type { Difference } from './differences.ts';

/** Two versions of a contract, and why they do or do not work together. */
export interface ContractCase {
  name: string;
  /** What follows `syntax` and `package` in the older version. */
  before: string;
  after: string;
  /** The rules that are broken in any direction, upgrade order and encoding. */
  rules: readonly ProtoRule[];
  /** Whether the newer version leaves numbers or names to be reused. */
  isReusable?: boolean;
  /** Where `buf breaking` and the prediction differ. Elsewhere they agree. */
  differs?: Difference;
}

type Options = Pick<ContractCase, 'isReusable' | 'differs'>;

/** A change of one message, which a method takes and returns. */
export function messageCase(
  name: string,
  before: string,
  after: string,
  rules: readonly ProtoRule[],
  options: Options = {},
): ContractCase {
  return contractCase(name, itemService(before), itemService(after), rules, options);
}

/** A change of anything. */
export function contractCase(
  name: string,
  before: string,
  after: string,
  rules: readonly ProtoRule[],
  options: Options = {},
): ContractCase {
  return { name, before, after, rules, ...options };
}

function itemService(fields: string): string {
  return `service Items { rpc Put(Item) returns (Item); } message Item { ${fields} }`;
}
