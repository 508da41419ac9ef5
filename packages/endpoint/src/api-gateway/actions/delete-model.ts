import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import { modelIn } from '../models.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteModel = operation('apigateway', 'DeleteModel', {
  resource: pathOf('DeleteModel'),
  input: z.object({ restApiId, modelName: z.string() }),
  run(engine: ApiGatewayEngine, { restApiId, modelName }) {
    const definition = findApi(engine, restApiId);
    modelIn(definition, modelName);
    for (const { path, methods } of Object.values(definition.resources)) {
      for (const { httpMethod, requestModels } of Object.values(methods)) {
        if (!Object.values(requestModels ?? {}).includes(modelName)) continue;
        throw apiGatewayError.conflict(
          `Cannot delete model '${modelName}', is referenced in method request: ${path}/${httpMethod}`,
        );
      }
    }
    const user = Object.values(definition.models).find(
      ({ name, schema }) => name !== modelName && schema?.includes(`/models/${modelName}"`),
    );
    if (user !== undefined) {
      throw apiGatewayError.conflict(
        `Cannot delete model '${modelName}', is referenced in model '${user.name}'`,
      );
    }
    engine.apis.set(restApiId, {
      ...definition,
      models: withEntry(definition.models, modelName, undefined),
    });
    return {};
  },
});
