/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const CONCURRENT_EXECUTIONS = 1000;
/** What reserved concurrency must leave to the functions without it. */
export const MIN_UNRESERVED = 100;
export const TOTAL_CODE_BYTES = 80_530_636_800;
export const UNZIPPED_CODE_BYTES = 262_144_000;
export const ZIPPED_CODE_BYTES = 52_428_800;
