/** The states between which the tests update, each of which changes one thing. */
export const VARIANTS = [
  'base',
  'larger', // settings of the function and the queue change in place
  'renamed', // the queue is replaced, and the function follows it
  'broken', // the function changes, then a queue is refused
  'unknown-type',
  'unsupported', // a Python function and an API that calls DynamoDB
  'dangling', // refers to a resource that is not there
  'unshared', // the storage no longer exports the table that the pipeline imports
] as const;

export type Variant = (typeof VARIANTS)[number];
