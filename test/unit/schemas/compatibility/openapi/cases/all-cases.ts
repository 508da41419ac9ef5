import { COMPOSITION_CASES } from './composition-cases.ts';
import type { ContractCase } from './contract-case.ts';
import { OPERATION_CASES } from './operation-cases.ts';
import { SCHEMA_CASES } from './schema-cases.ts';

export const ALL_CASES: ContractCase[] = [...SCHEMA_CASES, ...COMPOSITION_CASES, ...OPERATION_CASES];
