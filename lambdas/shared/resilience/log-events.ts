import { logger } from '../logging.ts';
import type { ResilienceEvent } from './events.ts';

/**
 * One structured line at level WARN, with `event` as `resilience.retry`: findings and traces read these from CloudWatch
 * Logs. Names, numbers and codes only, no payload.
 */
export function logResilienceEvent({ type, ...details }: ResilienceEvent): void {
  logger.warn(`call of ${details.dependency}: ${type}`, { event: `resilience.${type}`, ...details });
}
