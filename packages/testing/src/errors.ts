export type TestingErrorCode =
  /** `aws-cdk` is not installed where the CDK app is. */
  | 'cdk-not-installed'
  /** The CDK CLI exited with another status than 0; the message ends with its output. */
  | 'cdk-failed'
  /** No deployed stack has an output of this name. */
  | 'output-not-found'
  /** Several stacks have an output of this name. */
  | 'output-ambiguous'
  /** Lambda refused the invocation: there is no such function, for example. */
  | 'invocation-refused'
  /** The condition did not come true in time. */
  | 'timed-out';

/** What this package throws. Match by `code`. */
export class TestingError extends Error {
  readonly code: TestingErrorCode;

  constructor(code: TestingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TestingError';
    this.code = code;
  }
}
