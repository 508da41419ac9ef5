/** The message attributes (String) of an event on the topic, for filter policies. Since release v2 of the relay. */
export const EVENT_MESSAGE_ATTRIBUTES = {
  /** The CloudEvents `type`. */
  type: 'event-type',
  /** The CloudEvents `dataschema`. */
  schema: 'event-schema',
  /** The extension of the same name: W3C trace context. */
  traceparent: 'traceparent',
} as const;
