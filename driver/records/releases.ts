import records from '../../lambdas/records/releases.json' with { type: 'json' };

/** Each release of the records service is a function of its own, and all are deployed at once. */
export type RecordsRelease = keyof (typeof records)['functions'];

/** Oldest first. */
export const RELEASES = Object.keys(records.functions) as readonly RecordsRelease[];
