/** Why a message of one side does not suit the other. A closed set. */
export type WsdlRule =
  | 'namespace'
  | 'operation'
  | 'message'
  | 'required'
  | 'unknown'
  | 'order'
  | 'extension'
  | TypeRule;

export type TypeRule =
  | 'type'
  | 'enumeration'
  | 'pattern'
  | 'min-length'
  | 'max-length'
  | 'minimum'
  | 'maximum';

/** A rule that is broken between a sender and a receiver, before it is known which of them is the older. */
export interface Reason<Rule extends WsdlRule = WsdlRule> {
  rule: Rule;
  path: string;
  /** What the sender's contract says there. */
  sent: string;
  /** What the receiver's contract says there. */
  expected: string;
  /** A sentence about `{sender}` and `{receiver}`. */
  sentence: string;
}
