import { Logger } from '@aws-lambda-powertools/logger';
import { instrumentMessaging } from './tracing/instrument-messaging.ts';

/**
 * One structured logger a function; the service's name comes from POWERTOOLS_SERVICE_NAME. We log what went
 * wrong, with codes and ids. Payloads and credentials stay out, and so does what went well: access logs have it.
 */
export const logger = new Logger();

// Every function logs, so every function has it.
instrumentMessaging();
