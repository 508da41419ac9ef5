import { continueTrace } from '../../core/trace-header.ts';
import type { FunctionEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { type FunctionVersion, LATEST } from '../functions/function-record.ts';
import { findVersion } from '../functions/lookup.ts';
import type { Resolved } from '../functions/resolved.ts';
import { runningVersion } from '../functions/transitions.ts';
import { specOf } from './execution-spec.ts';
import type { Outcome } from './invocation.ts';
import type { InvokeRequest } from './invoke-request.ts';

/**
 * Runs a function once. An alias with weights picks a version for each invocation.
 * Throws when reserved concurrency is used up; whatever the function does is an outcome.
 */
export async function invoke(
  engine: FunctionEngine,
  target: Resolved,
  request: InvokeRequest,
): Promise<Outcome & { executedVersion: string }> {
  const { record } = target;
  const running = engine.inFlight.get(record.name) ?? 0;
  if (record.reservedConcurrency !== undefined && running >= record.reservedConcurrency)
    throw lambdaError.throttled();
  engine.inFlight.set(record.name, running + 1);
  try {
    const version = runningVersion(engine, record, pickVersion(engine, target));
    const outcome = await engine.environments.run(specOf(engine.code, record, version), {
      ...request,
      traceHeader: continueTrace(engine.context, request.traceHeader, version.settings.tracing === 'Active'),
      invokedArn: target.qualifier === undefined ? record.arn : `${record.arn}:${target.qualifier}`,
    });
    return { ...outcome, executedVersion: version.version };
  } finally {
    const left = (engine.inFlight.get(record.name) ?? 1) - 1;
    if (left === 0) engine.inFlight.delete(record.name);
    else engine.inFlight.set(record.name, left);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html */
function pickVersion(engine: FunctionEngine, { record, alias, version }: Resolved): FunctionVersion {
  const [additional] = Object.entries(alias?.weights ?? {});
  if (additional === undefined) return version;
  const [number, weight] = additional;
  if (engine.context.random() >= weight) return version;
  return findVersion(record, number) ?? version;
}

/** Only published versions are started ahead: `$LATEST` changes too often for that. */
export function warmUp(engine: FunctionEngine, record: Resolved['record'], version: FunctionVersion): void {
  if (version.version !== LATEST) engine.environments.warm(specOf(engine.code, record, version));
}
