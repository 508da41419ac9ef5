import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { flag, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { codeSource, fetchArchive } from '../code/fetch-archive.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { withPackage } from '../functions/change.ts';
import { configurationOf } from '../functions/configuration.ts';
import { type FunctionRecord, LATEST } from '../functions/function-record.ts';
import { publish } from '../functions/publish.ts';
import { settingsOf } from '../functions/settings.ts';
import { beginTransition } from '../functions/transitions.ts';
import { functionArn, functionName, parseReference } from '../input/function-reference.ts';
import { createSettings } from '../input/settings.ts';
import { functionOf } from '../resource-arns.ts';
import { checkTagCount } from '../tagged.ts';

export const createFunction = operation('lambda', 'CreateFunction', {
  resource: functionOf,
  input: createSettings.extend({
    FunctionName: functionName,
    Code: z.object(codeSource),
    Publish: flag.default(false),
    Tags: stringMap.default({}),
  }),
  async run(engine: LambdaEngine, input) {
    const { context, functions } = engine;
    const { name, qualifier } = parseReference(context, input.FunctionName);
    if (qualifier !== undefined) {
      throw lambdaError.validation(
        "1 validation error detected: Value at 'functionName' failed to satisfy constraint: a new function is named without a qualifier",
      );
    }
    const refuseExisting = () => {
      if (functions.has(name)) throw lambdaError.conflict(`Function already exist: ${name}`);
    };
    refuseExisting();
    if (input.PackageType === 'Image' || input.Code.ImageUri !== undefined) {
      throw coreError.notImplemented('lambda', 'CreateFunction with PackageType Image');
    }
    const settings = settingsOf(name, input);
    checkTagCount(input.Tags);
    const added = await engine.code.add(await fetchArchive(context, input.Code));
    return withPackage(engine, added, (code) => {
      refuseExisting(); // Another request may have been faster.
      const creating = beginTransition(engine);
      const record: FunctionRecord = {
        name,
        arn: functionArn(context, name),
        latest: {
          version: LATEST,
          settings,
          code,
          lastModified: context.clock.now(),
          revisionId: context.newId(),
          ...(creating && { creating }),
        },
        versions: [],
        lastVersion: 0,
        aliases: {},
        policies: {},
        eventInvoke: {},
        tags: input.Tags,
      };
      functions.set(name, record);
      const created = input.Publish ? publish(engine, record) : record.latest;
      return configurationOf(record, created, { phase: 'creating' });
    });
  },
});
