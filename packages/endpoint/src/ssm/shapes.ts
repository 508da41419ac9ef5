import type { Parameter } from '@aws-sdk/client-ssm';
import { type ParameterVersion, parameterArn, type SsmEngine, type StoredParameter } from './engine.ts';
import { decryptValue } from './secure-string.ts';

/** A parameter as the Get operations answer it. */
export async function toParameter(
  engine: SsmEngine,
  parameter: StoredParameter,
  version: ParameterVersion,
  options: { decrypt: boolean; selector?: string | undefined },
): Promise<Parameter> {
  const plain = options.decrypt && version.type === 'SecureString';
  return {
    Name: parameter.name,
    Type: version.type,
    Value: plain ? await decryptValue(engine, parameter.name, version.value) : version.value,
    Version: version.version,
    ...(options.selector !== undefined && { Selector: options.selector }),
    LastModifiedDate: version.modified,
    ARN: parameterArn(engine, parameter.name),
    DataType: version.dataType,
  };
}

/** What DescribeParameters and GetParameterHistory say of a version; never its value. */
export function toMetadata(engine: SsmEngine, version: ParameterVersion) {
  return {
    Type: version.type,
    ...(version.keyId !== undefined && { KeyId: version.keyId }),
    LastModifiedDate: version.modified,
    LastModifiedUser: `arn:aws:iam::${engine.context.accountId}:root`,
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}
