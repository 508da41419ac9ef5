import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { aliasConfiguration } from '../functions/alias-configuration.ts';
import { findFunction } from '../functions/lookup.ts';
import { functionName, versionNumber } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const listAliases = operation('lambda', 'ListAliases', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    FunctionVersion: versionNumber.optional(),
    Marker: z.string().optional(),
    MaxItems: integer.pipe(z.int().min(1).max(10_000)).default(50),
  }),
  run(engine: LambdaEngine, input) {
    const { record } = findFunction(engine, input.FunctionName);
    const { FunctionVersion: version } = input;
    const matching = Object.values(record.aliases).filter(
      (alias) => version === undefined || alias.version === version || Object.hasOwn(alias.weights, version),
    );
    const { items, next } = page(matching, {
      keyOf: (alias) => alias.name,
      limit: input.MaxItems,
      token: input.Marker,
      invalid: () => lambdaError.invalidParameter('The marker is not one that ListAliases gave.'),
    });
    return {
      Aliases: items.map((alias) => aliasConfiguration(record, alias)),
      ...(next !== undefined && { NextMarker: next }),
    };
  },
});
