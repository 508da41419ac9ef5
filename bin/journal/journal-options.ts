import type { TargetOptions } from '../targets/resolve-target.ts';
import type { Place } from './parse-place.ts';

/** Of `dataflow journal`. */
export interface JournalOptions extends TargetOptions {
  limit: number;
  order?: string;
  type?: string;
  schema?: string;
  partition?: number;
  from?: Place;
  to?: Place;
  group?: string;
  groups: boolean;
  follow: boolean;
  json: boolean;
}
