import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { aliasConfiguration } from '../functions/alias-configuration.ts';
import { routingConfig } from '../functions/alias-routing.ts';
import type { AliasRecord } from '../functions/function-record.ts';
import { checkRevision, findAlias, findFunction } from '../functions/lookup.ts';
import { saveAlias } from '../functions/save-alias.ts';
import { aliasName, functionName, versionNumber } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const updateAlias = operation('lambda', 'UpdateAlias', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    Name: aliasName,
    FunctionVersion: versionNumber.optional(),
    Description: z.string().max(256).optional(),
    RoutingConfig: routingConfig.optional(),
    RevisionId: z.string().optional(),
  }),
  run(engine: LambdaEngine, input) {
    const { record } = findFunction(engine, input.FunctionName);
    const before = findAlias(record, input.Name);
    if (before === undefined) throw lambdaError.notFound(`Alias not found: ${record.arn}:${input.Name}`);
    checkRevision(input.RevisionId, before.revisionId);
    const alias: AliasRecord = {
      name: before.name,
      version: input.FunctionVersion ?? before.version,
      description: input.Description ?? before.description,
      // A routing configuration without weights takes the alias back to one version.
      weights:
        input.RoutingConfig === undefined
          ? before.weights
          : (input.RoutingConfig.AdditionalVersionWeights ?? {}),
      revisionId: engine.context.newId(),
    };
    saveAlias(engine, record, alias);
    return aliasConfiguration(record, alias);
  },
});
