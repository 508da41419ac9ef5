import { z } from 'zod';
import { record } from '../core/input.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const groupNameInput = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/, 'has a character that log group names may not have');

export const streamNameInput = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/, 'may hold neither a colon nor an asterisk');

/** Operations take a group by name or by name-or-ARN; one of the two. */
export const groupReference = {
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupIdentifier: z.string().min(1).max(2048).optional(),
};

export const tagsInput = record(z.string().max(256), z.string().min(1).max(128));
