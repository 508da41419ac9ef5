import { z } from 'zod';
import { flag, lacking } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { codeSource, fetchArchive } from '../code/fetch-archive.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { functionToChange, withPackage } from '../functions/change.ts';
import { configurationOf } from '../functions/configuration.ts';
import { publish } from '../functions/publish.ts';
import { replaceLatest } from '../functions/replace-latest.ts';
import { functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const updateFunctionCode = operation('lambda', 'UpdateFunctionCode', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    ...codeSource,
    Publish: flag.default(false),
    PublishTo: lacking,
    DryRun: flag.default(false),
    RevisionId: z.string().optional(),
    Architectures: z
      .array(z.enum(['x86_64', 'arm64']))
      .length(1)
      .optional(),
  }),
  async run(engine: LambdaEngine, input) {
    functionToChange(engine, input.FunctionName, input.RevisionId);
    if (input.ImageUri !== undefined) {
      throw lambdaError.invalidParameter(
        "Please don't provide ImageUri when updating a function with packageType Zip.",
      );
    }
    const added = await engine.code.add(await fetchArchive(engine.context, input));
    return withPackage(engine, added, (code) => {
      // The function may have changed, or gone, while the code was fetched.
      const record = functionToChange(engine, input.FunctionName, input.RevisionId);
      const { settings } = record.latest;
      const change = {
        code,
        settings: { ...settings, architecture: input.Architectures?.[0] ?? settings.architecture },
      };
      if (input.DryRun) return configurationOf(record, { ...record.latest, ...change }, { phase: 'ready' });
      replaceLatest(engine, record, change);
      if (!input.Publish) return configurationOf(record, record.latest, { phase: 'updating' });
      const version = publish(engine, record);
      return configurationOf(record, version, { suffix: version.version, phase: 'updating' });
    });
  },
});
