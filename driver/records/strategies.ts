export const STRATEGIES = ['columns', 'avro', 'document', 'warehouse'] as const;
export type Strategy = (typeof STRATEGIES)[number];
