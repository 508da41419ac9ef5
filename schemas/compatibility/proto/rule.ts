import type { ContractChange } from '../contract-change.ts';

/** How a message crosses the wire: in Protobuf's binary format, or as JSON. */
export type Encoding = 'binary' | 'json';

export const ENCODINGS: readonly Encoding[] = ['binary', 'json'];

/** Why a call or a message of one side does not suit the other. A closed set. */
export type ProtoRule =
  | 'service'
  | 'method'
  | 'streaming'
  | 'idempotency'
  /** A field has another number, or its number is another field's. */
  | 'number'
  /** The receiver does not know the name that the field has in JSON, or knows another field by it. */
  | 'json-name'
  | 'type'
  | 'cardinality'
  | 'presence'
  | 'oneof'
  /** A value of an enum has another number, or its number is another value's. */
  | 'enum-number'
  /** The receiver does not know a value of an enum by the name that it has in JSON. */
  | 'enum-name';

/** A rule that is broken between a sender and a receiver, before it is known which of them is the older. */
export interface Reason {
  rule: ProtoRule;
  path: string;
  /** What the sender's contract says there. */
  sent: string;
  /** What the receiver's contract says there. */
  expected: string;
  /** A sentence about `{sender}` and `{receiver}`. */
  sentence: string;
}

/** A break, and the encodings in which it happens. */
export interface ProtoChange extends ContractChange<ProtoRule> {
  encodings: readonly Encoding[];
}
