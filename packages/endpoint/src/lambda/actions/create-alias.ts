import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { aliasConfiguration } from '../functions/alias-configuration.ts';
import { routingConfig } from '../functions/alias-routing.ts';
import type { AliasRecord } from '../functions/function-record.ts';
import { findAlias, findFunction } from '../functions/lookup.ts';
import { saveAlias } from '../functions/save-alias.ts';
import { aliasName, functionName, versionNumber } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const createAlias = operation('lambda', 'CreateAlias', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    Name: aliasName,
    FunctionVersion: versionNumber,
    Description: z.string().max(256).default(''),
    RoutingConfig: routingConfig.optional(),
  }),
  run(engine: LambdaEngine, input) {
    const { record } = findFunction(engine, input.FunctionName, input.FunctionVersion);
    if (findAlias(record, input.Name) !== undefined) {
      throw lambdaError.conflict(`Alias already exists: ${record.arn}:${input.Name}`);
    }
    const alias: AliasRecord = {
      name: input.Name,
      version: input.FunctionVersion,
      description: input.Description,
      weights: input.RoutingConfig?.AdditionalVersionWeights ?? {},
      revisionId: engine.context.newId(),
    };
    saveAlias(engine, record, alias);
    return aliasConfiguration(record, alias);
  },
});
