import type { PollerContext } from '../poller.ts';
import type { Checkpoint } from './stream-reader.ts';

/** What a poller of a stream works with. */
export interface StreamPollerContext extends PollerContext {
  checkpoint(): Checkpoint;
  /** Keeps how far the mapping has come. */
  advance(checkpoint: Checkpoint): void;
}
