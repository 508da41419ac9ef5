import type { Configuration } from './configuration.ts';
import { cors } from './cors.ts';
import { encryption } from './encryption.ts';
import { lifecycle } from './lifecycle.ts';
import { logging } from './logging.ts';
import { notification } from './notification.ts';
import { ownershipControls } from './ownership-controls.ts';
import { publicAccessBlock } from './public-access-block.ts';
import { tagging } from './tagging.ts';
import { versioning } from './versioning.ts';

/** Every setting of a bucket that has one form: put, got and deleted as a whole. */
export const configurations: readonly Configuration[] = [
  cors,
  encryption,
  lifecycle,
  logging,
  notification,
  ownershipControls,
  publicAccessBlock,
  tagging,
  versioning,
];

/** The defaults of a new bucket. */
export function initialConfigurations(): Record<string, unknown> {
  return Object.fromEntries(
    configurations.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])),
  );
}
