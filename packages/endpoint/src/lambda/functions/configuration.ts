import type { FunctionConfiguration, LastUpdateStatusReasonCode } from '@aws-sdk/client-lambda';
import { codeSha256 } from '../code/code-store.ts';
import type { FunctionRecord, FunctionVersion } from './function-record.ts';
import type { Phase } from './transitions.ts';

export interface ShownAs {
  /** What stands behind the function's ARN: a version, an alias or `$LATEST`; nothing for the unqualified function. */
  suffix?: string | undefined;
  /** Left out by the operations that list functions: they show no state. */
  phase?: Phase;
}

/** A version in the shape of the API. */
export function configurationOf(
  record: FunctionRecord,
  version: FunctionVersion,
  { suffix, phase }: ShownAs,
): FunctionConfiguration {
  const { settings } = version;
  return {
    FunctionName: record.name,
    FunctionArn: suffix === undefined ? record.arn : `${record.arn}:${suffix}`,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: version.code.size,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memorySize,
    LastModified: new Date(version.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: codeSha256(version.code),
    Version: version.version,
    ...(settings.deadLetterArn && { DeadLetterConfig: { TargetArn: settings.deadLetterArn } }),
    ...(Object.keys(settings.variables).length > 0 && {
      Environment: { Variables: { ...settings.variables } },
    }),
    ...(settings.kmsKeyArn && { KMSKeyArn: settings.kmsKeyArn }),
    TracingConfig: { Mode: settings.tracing },
    RevisionId: revisionOf(record, version, phase),
    ...(phase && STATES[phase]),
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorage },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: settings.logging,
  };
}

/** Lambda itself says "created" of updates, too. */
const REASON = 'The function is being created.';

const STATES: Record<Phase, FunctionConfiguration> = {
  creating: { State: 'Pending', StateReason: REASON, StateReasonCode: 'Creating' },
  updating: {
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: REASON,
    // Recorded from AWS; the SDK's enumeration lacks it.
    LastUpdateStatusReasonCode: 'Creating' as LastUpdateStatusReasonCode,
  },
  ready: { State: 'Active', LastUpdateStatus: 'Successful' },
};

/** The end of a transition is a revision of its own. */
export function revisionOf(
  record: FunctionRecord,
  version: FunctionVersion,
  phase: Phase | undefined,
): string {
  const transition =
    phase === 'creating' ? version.creating : phase === 'updating' ? record.updating : undefined;
  return transition?.revisionId ?? version.revisionId;
}
