import { setOwn } from '../../core/own.ts';
import type { FunctionEngine } from '../engine.ts';
import { warmUp } from '../execution/invoke.ts';
import { checkRouting } from './alias-routing.ts';
import type { AliasRecord, FunctionRecord } from './function-record.ts';
import { findVersion } from './lookup.ts';

/** Checks and keeps an alias, and readies the versions that it will send invocations to. */
export function saveAlias(engine: FunctionEngine, record: FunctionRecord, alias: AliasRecord): void {
  checkRouting(record, alias.version, alias.weights);
  setOwn(record.aliases, alias.name, alias);
  engine.functions.set(record.name, record);
  for (const number of [alias.version, ...Object.keys(alias.weights)]) {
    const version = findVersion(record, number);
    if (version !== undefined) warmUp(engine, record, version);
  }
}
