import type { OpenApiRule } from '../../../../../../schemas/compatibility/openapi/rule.ts';

type Json = Record<string, unknown>;

/** One change of a contract, and the rules that it is expected to break somewhere; none when it breaks nothing. */
export interface ContractCase {
  name: string;
  rules: OpenApiRule[];
  before: object;
  after: object;
}

/** The parts of a small document with one operation. */
export interface Parts {
  path?: string;
  method?: string;
  parameters?: Json[];
  body?: Json | undefined;
  answers?: Json;
  security?: Json[];
  components?: Json;
}

/** A document with `POST /payments`, unless its parts say otherwise. */
export function api(parts: Parts = {}): Json {
  const { path = '/payments', method = 'post', parameters, body, security, components } = parts;
  const answers = parts.answers ?? { 201: { description: 'created' } };
  return {
    openapi: '3.1.0',
    info: { title: 'payments', version: '1' },
    paths: {
      [path]: {
        [method]: {
          ...(parameters === undefined ? {} : { parameters }),
          ...(body === undefined ? {} : { requestBody: body }),
          ...(security === undefined ? {} : { security }),
          responses: answers,
        },
      },
    },
    ...(components === undefined ? {} : { components }),
  };
}

export function json(schema: unknown): Json {
  return { content: { 'application/json': { schema } } };
}

/** A document whose request and answer carry the same schema, so that one change shows in all four meetings. */
export function carrying(schema: unknown, components?: Json): Json {
  return api({
    body: { required: true, ...json(schema) },
    answers: { 201: { description: 'created', ...json(schema) } },
    ...(components === undefined ? {} : { components }),
  });
}

/** An object with one property `value`, in request and answer. */
export function valued(schema: unknown, required = true): Json {
  return carrying(object({ value: schema }, required ? ['value'] : []));
}

export function object(properties: Json, required: string[] = [], more: Json = {}): Json {
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), ...more };
}

export function query(name: string, schema: unknown, more: Json = {}): Json {
  return { name, in: 'query', schema, ...more };
}
