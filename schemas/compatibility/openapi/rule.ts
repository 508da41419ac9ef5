/** Why a request or an answer of one side does not suit the other. A closed set. */
export type OpenApiRule =
  | 'path'
  | 'method'
  | 'parameter-required'
  | 'parameter-moved'
  | 'parameter-style'
  | 'body-required'
  | 'body-missing'
  | 'media-type'
  | 'security'
  | 'status-code'
  | 'header-required'
  | SchemaRule;

export type SchemaRule =
  | 'type'
  | 'nullable'
  | 'enum'
  | 'const'
  | 'format'
  | 'pattern'
  | 'minimum'
  | 'maximum'
  | 'multiple-of'
  | 'min-length'
  | 'max-length'
  | 'min-items'
  | 'max-items'
  | 'unique-items'
  | 'required'
  | 'additional-properties'
  | 'min-properties'
  | 'max-properties'
  | 'default'
  | 'forbidden'
  | 'alternatives'
  | 'ambiguous-alternatives'
  | 'not-comparable';

/** A rule that is broken between a sender and a receiver, before it is known which of them is the older. */
export interface Reason<Rule extends OpenApiRule = OpenApiRule> {
  rule: Rule;
  path: string;
  /** What the sender's contract says there. */
  sent: string;
  /** What the receiver's contract says there. */
  expected: string;
  /** A sentence about `{sender}` and `{receiver}`. */
  sentence: string;
}
