import type { StreamViewType, TableDescription } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { flag } from '../core/input.ts';
import type { DynamoDb } from './dynamodb.ts';

const enabled = z.object({
  StreamEnabled: flag.pipe(z.literal(true)),
  StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
});
const disabled = z.strictObject({ StreamEnabled: flag.pipe(z.literal(false)) });

export const streamSpecification = z.union([enabled, disabled]);

/** The engine writes both images always: this distinguishes an item that did not change from one that did. */
export const ENGINE_STREAM = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;

/** Starts a stream around the call that makes the engine write records; undone when the engine refuses. */
export async function withNewStream(
  { streams }: DynamoDb,
  table: string,
  viewType: StreamViewType,
  act: () => Promise<TableDescription>,
): Promise<TableDescription> {
  // Before the engine acts, so that no change can come before the stream.
  const stream = await streams.open(table, viewType);
  try {
    return await act();
  } catch (error) {
    streams.forget(stream);
    throw error;
  }
}
