/** What the driver cannot do, by what a caller can do about it. */
export type DriverErrorCode =
  /** A stack or an output of the shop is not there. */
  | 'system-missing'
  /** The shop is deployed without fault injection. */
  | 'faults-missing'
  /** No version of the function holds the release. */
  | 'release-missing'
  /** There is no file or folder of orders at the path. */
  | 'orders-not-found'
  /** The folder has no CSV file. */
  | 'orders-no-files'
  /** The file is not in the Online Retail format. */
  | 'orders-wrong-header'
  /** CloudWatch Logs did not get all of the access log in time. */
  | 'calls-not-logged'
  /** The endpoint has recorded more requests than it keeps. */
  | 'calls-not-recorded'
  /** The live release of orders has no reconciliation, or it failed as a whole. */
  | 'reconciliation-failed'
  /** The registry did not take schemas that the deployment needs. */
  | 'schemas-missing'
  /** The text is not a CloudEvent, its schema is not in the registry, or its data does not match that. */
  | 'event-not-decodable'
  /** Neither the outbox nor the journal has an event of the order. */
  | 'order-without-event'
  /** No event of the order was written in a trace that is recorded. */
  | 'order-not-traced'
  /** No log group has a span of the trace, or not any longer. */
  | 'trace-not-recorded'
  /** The OTLP receiver did not take all spans. */
  | 'otlp-refused'
  /** The archive refused a request, for the reason in the message. */
  | 'archive-refused'
  /** SNS or SQS refused a message of a batch, with the code in the message. */
  | 'message-refused'
  /** The journal has no such partition, offset or time; `subject` is one of `JournalRefusal`. */
  | 'journal-refused'
  /** The replay service refused an action; `subject` is the service's own code. */
  | 'replay-refused';

export interface DriverErrorOptions {
  cause?: unknown;
  /** What is missing or what refused, in a word or an identifier. */
  subject?: string;
}

/** What the driver throws by itself. Match by `code`. Errors of AWS clients and of the network pass through it as they are. */
export class DriverError extends Error {
  readonly code: DriverErrorCode;
  readonly subject: string;

  constructor(code: DriverErrorCode, message: string, { cause, subject = '' }: DriverErrorOptions = {}) {
    super(message, { cause });
    this.name = 'DriverError';
    this.code = code;
    this.subject = subject;
  }

  /** Whether an error is the driver's own, with one of these codes. */
  static is(error: unknown, ...codes: DriverErrorCode[]): error is DriverError {
    return error instanceof DriverError && codes.includes(error.code);
  }
}
