/** What becomes of a stack whose creation fails. */
export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
