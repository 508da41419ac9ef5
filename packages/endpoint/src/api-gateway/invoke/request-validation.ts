import type { Method } from '@aws-sdk/client-api-gateway';
import { own } from '../../core/own.ts';
import type { ApiDefinition } from '../model.ts';
import { schemaOf } from '../models.ts';
import type { Exchange } from './exchange.ts';
import { gatewayFailure } from './gateway-failure.ts';
import { mediaType } from './media-type.ts';
import { type SchemaSet, schemaSet } from './schema-set.ts';
import type { Schemas } from './schemas.ts';

export type ValidateRequest = (exchange: Exchange) => Promise<void>;

/** What the method's request validator asks of a request; undefined where it has none. */
export function compileValidation(
  schemas: Schemas,
  definition: ApiDefinition,
  method: Method,
): ValidateRequest | undefined {
  const validator = definition.requestValidators[method.requestValidatorId ?? ''];
  if (validator === undefined) return undefined;
  const parameters = validator.validateRequestParameters ? requiredParameters(method) : [];
  const models = validator.validateRequestBody ? modelsOf(definition, method) : undefined;
  return async (exchange) => {
    const missing = parameters.filter((parameter) => !parameter.isIn(exchange)).map(({ name }) => name);
    if (missing.length > 0) throw gatewayFailure.badParameters(missing);
    if (models) await validateBody(schemas, models, exchange);
  };
}

interface Parameter {
  name: string;
  isIn(exchange: Exchange): boolean;
}

/** A parameter must be there and not be blank. */
function requiredParameters({ requestParameters = {} }: Method): Parameter[] {
  return Object.entries(requestParameters)
    .filter(([, required]) => required)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([expression]) => {
      const [place = '', ...rest] = expression.replace('method.request.', '').split('.');
      const name = rest.join('.');
      const valueIn = (exchange: Exchange): string | undefined => {
        if (place.endsWith('querystring')) return exchange.request.query.get(name) ?? undefined;
        if (place.endsWith('header')) return own(exchange.request.headers, name.toLowerCase())?.toString();
        return own(exchange.pathParameters, name);
      };
      return { name, isIn: (exchange) => (valueIn(exchange) ?? '').trim() !== '' };
    });
}

/** Schemas by content type. A body of a type that the method does not name is not validated, as on AWS. */
function modelsOf(definition: ApiDefinition, { requestModels = {} }: Method): Map<string, SchemaSet> {
  const find = (name: string) => schemaOf(definition, name);
  return new Map(
    Object.entries(requestModels).flatMap(([contentType, name]) => {
      const schema = find(name);
      return schema === undefined ? [] : [[contentType, schemaSet(schema, find)] as const];
    }),
  );
}

async function validateBody(
  schemas: Schemas,
  models: ReadonlyMap<string, SchemaSet>,
  { request, body }: Exchange,
): Promise<void> {
  // Without a Content-Type, API Gateway takes a body for JSON.
  const contentType = mediaType(request.headers['content-type']) ?? 'application/json';
  const schema = models.get(contentType) ?? models.get('$default');
  if (schema === undefined) return;
  // An empty body stands for an empty object.
  const text = body === undefined || body.length === 0 ? '{}' : body.toString('utf8');
  const result = await schemas.run({ schema, body: text });
  if (result === 'timeout') throw gatewayFailure.badBody('[instance takes too long to validate]');
  switch (result.outcome) {
    case 'valid':
      return;
    case 'invalid':
      throw gatewayFailure.badBody(`[${result.errors.join(', ')}]`);
    case 'not-json':
      throw gatewayFailure.badBody('[instance is not valid JSON]');
    case 'bad-schema':
      throw gatewayFailure.configuration(`a model of the method cannot be used: ${result.reason}`);
  }
}
