/** Everything for which a replay is refused. */
export type ReplayErrorCode =
  | 'bad-request'
  /** No consumer group of that name has a queue for replays. */
  | 'unknown-group'
  | 'unknown-partition'
  /** The entry is not kept any longer: retention has removed it. */
  | 'offset-expired'
  /** The partition has no such offset yet. */
  | 'offset-ahead'
  /** A time that has not come yet. */
  | 'time-ahead'
  /** The range ends before it begins. */
  | 'range-reversed'
  /** Another replay of the group is running or paused. */
  | 'replay-active'
  /** The group has had no replay. */
  | 'no-replay'
  /** The replay is in a state that does not allow the action. */
  | 'wrong-state'
  /** The group's queue did not take an event, however often it was sent. */
  | 'queue-refused';

/** A refusal with a closed code. Its message says what was wrong, and never carries an event. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
