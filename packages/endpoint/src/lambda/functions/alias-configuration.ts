import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { AliasRecord, FunctionRecord } from './function-record.ts';

/** An alias in the shape of the API. */
export function aliasConfiguration(record: FunctionRecord, alias: AliasRecord): AliasConfiguration {
  return {
    AliasArn: `${record.arn}:${alias.name}`,
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(Object.keys(alias.weights).length > 0 && {
      RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } },
    }),
    RevisionId: alias.revisionId,
  };
}
