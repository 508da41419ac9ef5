import { z } from 'zod';
import { lacking } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { codeSha256 } from '../code/code-store.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { functionToChange } from '../functions/change.ts';
import { configurationOf } from '../functions/configuration.ts';
import { publish } from '../functions/publish.ts';
import { phaseOf } from '../functions/transitions.ts';
import { functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const publishVersion = operation('lambda', 'PublishVersion', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    CodeSha256: z.string().optional(),
    Description: z.string().max(256).optional(),
    RevisionId: z.string().optional(),
    PublishTo: lacking,
  }),
  run(engine: LambdaEngine, input) {
    const record = functionToChange(engine, input.FunctionName, input.RevisionId);
    const current = codeSha256(record.latest.code);
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== current) {
      throw lambdaError.invalidParameter(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    }
    const version = publish(engine, record, input.Description);
    return configurationOf(record, version, {
      suffix: version.version,
      phase: phaseOf(engine, record, version),
    });
  },
});
