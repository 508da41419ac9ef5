import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { forgetVersions } from '../functions/forget-versions.ts';
import { LATEST } from '../functions/function-record.ts';
import { findFunction, findVersion } from '../functions/lookup.ts';
import { functionName, parseReference, qualifier } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const deleteFunction = operation('lambda', 'DeleteFunction', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName, Qualifier: qualifier.optional() }),
  run(engine: LambdaEngine, input) {
    const { name, qualifier: version } = parseReference(engine.context, input.FunctionName, input.Qualifier);
    const { record } = findFunction(engine, name);
    if (version === undefined) {
      engine.functions.delete(record.name);
      const before = record.updating ? [record.updating.before] : [];
      forgetVersions(engine, record, [record.latest, ...before, ...record.versions]);
      return {};
    }
    if (version === LATEST) {
      throw lambdaError.invalidParameter('$LATEST version cannot be deleted without deleting the function.');
    }
    if (!/^\d+$/.test(version)) {
      throw lambdaError.invalidParameter('Deletion of aliases is not currently supported. Use DeleteAlias.');
    }
    const users = Object.values(record.aliases)
      .filter((alias) => alias.version === version || Object.hasOwn(alias.weights, version))
      .map((alias) => alias.name);
    if (users.length > 0) {
      throw lambdaError.conflict(
        `Unable to delete version because the following aliases reference it: [${users.join(', ')}]`,
      );
    }
    const found = findVersion(record, version);
    if (found === undefined) return {}; // Deleting what is not there succeeds, as on AWS.
    record.versions = record.versions.filter((other) => other !== found);
    delete record.policies[version];
    delete record.eventInvoke[version];
    engine.functions.set(record.name, record);
    forgetVersions(engine, record, [found]);
    return {};
  },
});
