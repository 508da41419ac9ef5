const MAX_DELAY_S = 900;

/**
 * How long a message waits after its failed attempt number `attempt`, in seconds: 1, 2, 4 and so on, up to 15 minutes.
 * With 20 receives, a message outlasts an outage of more than two hours.
 */
export function retryDelayS(attempt: number): number {
  return Math.min(2 ** Math.max(0, attempt - 1), MAX_DELAY_S);
}
