/** The same for every delivery of one callback: the receiver stores each id once. */
export const CALLBACK_ID_HEADER = 'callback-id';
/** Whole seconds since 1970 when this delivery was sent. */
export const CALLBACK_TIMESTAMP_HEADER = 'callback-timestamp';
/** 1 for the first delivery. */
export const CALLBACK_ATTEMPT_HEADER = 'callback-attempt';
