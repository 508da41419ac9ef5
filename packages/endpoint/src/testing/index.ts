/** For tests of programs that use the endpoint in process. */
export { type Clock, systemClock, type Timer } from '../core/clock.ts';
export { type ManualClock, manualClock } from './manual-clock.ts';
export { zipOf } from './zip-of.ts';
