import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { codeSha256 } from '../code/code-store.ts';
import type { FunctionRecord, FunctionVersion } from './function-record.ts';

export interface ShownAs {
  /** What stands behind the function's ARN: a version, an alias or `$LATEST`; nothing for the unqualified function. */
  suffix?: string | undefined;
}

/** A version in the shape of the API. */
export function configurationOf(
  record: FunctionRecord,
  version: FunctionVersion,
  { suffix }: ShownAs = {},
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
    RevisionId: version.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorage },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: settings.logging,
  };
}
