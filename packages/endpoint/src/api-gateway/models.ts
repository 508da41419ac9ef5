import type { Model } from '@aws-sdk/client-api-gateway';
import { own } from '../core/own.ts';
import { type ApiGatewayEngine, shortId } from './engine.ts';
import { apiGatewayError, foundIn } from './errors.ts';
import { schemaSet } from './invoke/schema-set.ts';
import type { ApiDefinition } from './model.ts';

/** The two models that every new API has. */
export function defaultModels(engine: ApiGatewayEngine): Record<string, Model> {
  const empty: Model = {
    id: shortId(engine, 6),
    name: 'Empty',
    description: 'This is a default empty schema model',
    contentType: 'application/json',
    schema: JSON.stringify({
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Empty Schema',
      type: 'object',
    }),
  };
  const error: Model = {
    id: shortId(engine, 6),
    name: 'Error',
    description: 'This is a default error schema model',
    contentType: 'application/json',
    schema: JSON.stringify({
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Error Schema',
      type: 'object',
      properties: { message: { type: 'string' } },
    }),
  };
  return { Empty: empty, Error: error };
}

export function modelIn(definition: ApiDefinition, name: string): Model {
  return foundIn(definition.models, name, `Invalid model name specified: ${name}`);
}

/** "Model size: 400 KB": https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_SCHEMA_BYTES = 400 * 1024;

/** Refuses a schema that is no JSON, or that says what the validator does not understand. */
export async function checkModel(
  { schemas }: ApiGatewayEngine,
  definition: ApiDefinition,
  model: Model,
): Promise<void> {
  const { name = '', schema = '' } = model;
  if (name === '') throw apiGatewayError.badRequest('Model name must be non-empty');
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw apiGatewayError.badRequest('Model name must be alphanumeric');
  if (schema === '') {
    throw apiGatewayError.badRequest('Model schema must have at least 1 property or array items defined');
  }
  if (Buffer.byteLength(schema) > MAX_SCHEMA_BYTES) {
    throw apiGatewayError.badRequest(`Invalid model specified: it is larger than ${MAX_SCHEMA_BYTES} bytes`);
  }
  const find = (other: string) => (other === name ? schema : schemaOf(definition, other));
  const result = await schemas.run({ schema: schemaSet(schema, find) });
  if (result === 'timeout')
    throw apiGatewayError.badRequest('Invalid model specified: it takes too long to read');
  if (result.outcome === 'bad-schema') {
    throw apiGatewayError.badRequest(`Invalid model specified: ${result.reason}`);
  }
}

/** The schema of a model; undefined where there is no such model. */
export function schemaOf({ models }: ApiDefinition, name: string): string | undefined {
  return own(models, name)?.schema;
}
