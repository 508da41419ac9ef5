import { api, type ContractCase, json, object, query } from './contract-case.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const required = { required: true };
const list = { type: 'array', items: text };

const get = (...parameters: Record<string, unknown>[]) =>
  api({ method: 'get', parameters, answers: { 200: { description: 'found' } } });
const answering = (answers: Record<string, unknown>) => api({ method: 'get', answers });
const found = (schema: unknown, more: object = {}) => ({
  200: { description: 'found', ...json(schema), ...more },
});
const header = (name: string, schema: unknown, more: object = {}) => ({
  name,
  in: 'header',
  schema,
  ...more,
});

const SCHEMES = {
  securitySchemes: {
    key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
    queryKey: { type: 'apiKey', in: 'query', name: 'key' },
    bearer: { type: 'http', scheme: 'bearer' },
    basic: { type: 'http', scheme: 'basic' },
    oauth: { type: 'oauth2', flows: {} },
  },
};
const secured = (...security: Record<string, string[]>[]) =>
  api({ method: 'get', security, components: SCHEMES, answers: { 200: { description: 'found' } } });

/** Changes of paths, parameters, bodies, answers and security. */
export const OPERATION_CASES: ContractCase[] = [
  // Paths and methods
  { name: 'a path is renamed', rules: ['path'], before: api(), after: api({ path: '/charges' }) },
  {
    name: 'a path is added',
    rules: ['path'],
    before: api(),
    after: {
      ...api(),
      paths: { ...(api()['paths'] as object), ...(api({ path: '/charges' })['paths'] as object) },
    },
  },
  {
    name: 'a method is replaced',
    rules: ['method'],
    before: api({ method: 'put' }),
    after: api({ method: 'patch' }),
  },
  {
    name: 'a path parameter is renamed',
    rules: [],
    before: api({
      path: '/payments/{id}',
      method: 'get',
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    }),
    after: api({
      path: '/payments/{paymentId}',
      method: 'get',
      parameters: [{ name: 'paymentId', in: 'path', required: true, schema: text }],
    }),
  },
  {
    name: 'a path parameter becomes an integer',
    rules: ['type'],
    before: api({
      path: '/payments/{id}',
      method: 'get',
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    }),
    after: api({
      path: '/payments/{id}',
      method: 'get',
      parameters: [{ name: 'id', in: 'path', required: true, schema: integer }],
    }),
  },
  // Parameters
  {
    name: 'an optional query parameter is added',
    rules: [],
    before: get(),
    after: get(query('limit', integer)),
  },
  {
    name: 'an optional query parameter is removed',
    rules: [],
    before: get(query('limit', integer)),
    after: get(),
  },
  {
    name: 'a required query parameter is added',
    rules: ['parameter-required'],
    before: get(),
    after: get(query('limit', integer, required)),
  },
  {
    name: 'a query parameter becomes required',
    rules: ['parameter-required'],
    before: get(query('limit', integer)),
    after: get(query('limit', integer, required)),
  },
  {
    name: 'a query parameter becomes a header',
    rules: ['parameter-moved'],
    before: get(query('tenant', text)),
    after: get(header('tenant', text)),
  },
  {
    name: 'an integer in the query becomes a text',
    rules: ['type'],
    before: get(query('limit', integer)),
    after: get(query('limit', text)),
  },
  {
    name: 'an integer in the query gets a maximum',
    rules: ['maximum'],
    before: get(query('limit', integer)),
    after: get(query('limit', { type: 'integer', maximum: 100 })),
  },
  {
    name: 'a value of the query is added to an enum',
    rules: ['enum'],
    before: get(query('sort', { enum: ['date', 'amount'] })),
    after: get(query('sort', { enum: ['date', 'amount', 'status'] })),
  },
  {
    name: 'the default of a query parameter changes',
    rules: ['default'],
    before: get(query('limit', { type: 'integer', default: 10 })),
    after: get(query('limit', { type: 'integer', default: 50 })),
  },
  {
    name: 'a list in the query is written in one value',
    rules: ['parameter-style'],
    before: get(query('ids', list)),
    after: get(query('ids', list, { explode: false })),
  },
  {
    name: 'a list in the query is separated by pipes',
    rules: ['parameter-style'],
    before: get(query('ids', list, { style: 'form', explode: false })),
    after: get(query('ids', list, { style: 'pipeDelimited', explode: false })),
  },
  {
    name: 'a plain value in the query changes explode, which only lists have',
    rules: [],
    before: get(query('id', text)),
    after: get(query('id', text, { explode: false })),
  },
  {
    name: 'a value in the query becomes a list',
    rules: ['type'],
    before: get(query('ids', text)),
    after: get(query('ids', list)),
  },
  {
    name: 'a list in a header changes the type of its elements',
    rules: ['type'],
    before: get(header('x-ids', list)),
    after: get(header('x-ids', { type: 'array', items: integer })),
  },
  {
    name: 'an object in the query changes the type of a property',
    rules: ['type'],
    before: get(query('filter', object({ amount: integer }), { style: 'deepObject', explode: true })),
    after: get(
      query('filter', object({ amount: { type: 'boolean' } }), { style: 'deepObject', explode: true }),
    ),
  },
  {
    name: 'a required header is added',
    rules: ['parameter-required'],
    before: get(),
    after: get(header('Idempotency-Key', text, required)),
  },
  {
    name: 'a header is written in lower case',
    rules: [],
    before: get(header('Idempotency-Key', text, required)),
    after: get(header('idempotency-key', text, required)),
  },
  {
    name: 'a header gets a shortest length',
    rules: ['min-length'],
    before: get(header('Idempotency-Key', text, required)),
    after: get(header('Idempotency-Key', { type: 'string', minLength: 8 }, required)),
  },
  {
    name: 'a cookie becomes required',
    rules: ['parameter-required'],
    before: get({ name: 'session', in: 'cookie', schema: text }),
    after: get({ name: 'session', in: 'cookie', schema: text, required: true }),
  },
  {
    name: 'a parameter of the path item is replaced by one of the operation',
    rules: ['maximum'],
    before: get(query('limit', integer)),
    after: {
      openapi: '3.1.0',
      paths: {
        '/payments': {
          parameters: [query('limit', integer)],
          get: {
            parameters: [query('limit', { type: 'integer', maximum: 10 })],
            responses: { 200: { description: 'found' } },
          },
        },
      },
    },
  },
  // Bodies
  {
    name: 'a body is added',
    rules: ['media-type'],
    before: api(),
    after: api({ body: json(object({ note: text })) }),
  },
  {
    name: 'a required body is added',
    rules: ['body-required', 'media-type'],
    before: api(),
    after: api({ body: { required: true, ...json(object({ note: text })) } }),
  },
  {
    name: 'a body becomes required',
    rules: ['body-required'],
    before: api({ body: { required: false, ...json(object({ note: text })) } }),
    after: api({ body: { required: true, ...json(object({ note: text })) } }),
  },
  {
    name: 'a body changes its media type',
    rules: ['media-type'],
    before: api({
      body: { required: true, content: { 'application/json': { schema: object({ note: text }) } } },
    }),
    after: api({
      body: {
        required: true,
        content: { 'application/merge-patch+json': { schema: object({ note: text }) } },
      },
    }),
  },
  {
    name: 'a body is accepted in every application type',
    rules: ['media-type'],
    before: api({ body: { required: true, content: { 'text/json': { schema: object({ note: text }) } } } }),
    after: api({
      body: {
        required: true,
        content: {
          'text/json': { schema: object({ note: text }) },
          'application/json': { schema: object({ note: text }) },
        },
      },
    }),
  },
  // Answers
  {
    name: 'a status code is added',
    rules: ['status-code'],
    before: answering({ 200: { description: 'found' } }),
    after: answering({ 200: { description: 'found' }, 404: { description: 'not found' } }),
  },
  {
    name: 'a status code is added within a range that is known',
    rules: [],
    before: answering({ 200: { description: 'found' }, '4XX': { description: 'refused' } }),
    after: answering({
      200: { description: 'found' },
      404: { description: 'not found' },
      '4XX': { description: 'refused' },
    }),
  },
  {
    name: 'a status code is replaced',
    rules: ['status-code'],
    before: answering({ 200: { description: 'done' } }),
    after: answering({ 202: { description: 'accepted' } }),
  },
  {
    name: 'every status is described by default',
    rules: ['status-code'],
    before: answering({ 200: { description: 'found' } }),
    after: answering({ default: { description: 'any' } }),
  },
  {
    name: 'a header of the answer becomes required',
    rules: ['header-required'],
    before: answering(found(text, { headers: { 'x-total': { schema: integer } } })),
    after: answering(found(text, { headers: { 'x-total': { schema: integer, required: true } } })),
  },
  {
    name: 'a required header of the answer is removed',
    rules: ['header-required'],
    before: answering(found(text, { headers: { 'x-total': { schema: integer, required: true } } })),
    after: answering(found(text)),
  },
  {
    name: 'an optional header of the answer is added',
    rules: [],
    before: answering(found(text)),
    after: answering(found(text, { headers: { 'x-total': { schema: integer } } })),
  },
  {
    name: 'a header of the answer changes its type',
    rules: ['type'],
    before: answering(found(text, { headers: { 'x-total': { schema: integer } } })),
    after: answering(found(text, { headers: { 'x-total': { schema: text } } })),
  },
  {
    name: 'an answer changes its media type',
    rules: ['media-type'],
    before: answering({ 200: { description: 'found', content: { 'application/json': { schema: text } } } }),
    after: answering({
      200: { description: 'found', content: { 'application/hal+json': { schema: text } } },
    }),
  },
  {
    name: 'an answer is there in a second media type, of which the client chooses',
    rules: [],
    before: answering({ 200: { description: 'found', content: { 'application/json': { schema: text } } } }),
    after: answering({
      200: {
        description: 'found',
        content: { 'application/hal+json': { schema: text }, 'application/json': { schema: text } },
      },
    }),
  },
  {
    name: 'an answer loses its body',
    rules: ['body-missing'],
    before: answering(found(text)),
    after: answering({ 200: { description: 'found' } }),
  },
  {
    name: 'an answer gets an optional property, and a request a required one',
    rules: ['required'],
    before: api({
      body: { required: true, ...json(object({ amount: text })) },
      answers: found(object({ id: text })),
    }),
    after: api({
      body: { required: true, ...json(object({ amount: text, key: text }, ['key'])) },
      answers: found(object({ id: text, links: list })),
    }),
  },
  // Security
  {
    name: 'credentials are asked for',
    rules: ['security'],
    before: secured({}),
    after: secured({ key: [] }),
  },
  {
    name: 'credentials become optional',
    rules: ['security'],
    before: secured({ key: [] }),
    after: secured({ key: [] }, {}),
  },
  {
    name: 'a second way to authenticate is added',
    rules: ['security'],
    before: secured({ key: [] }),
    after: secured({ key: [] }, { bearer: [] }),
  },
  {
    name: 'a second credential is asked for in addition',
    rules: ['security'],
    before: secured({ key: [] }),
    after: secured({ key: [], bearer: [] }),
  },
  {
    name: 'the scheme of the credentials changes',
    rules: ['security'],
    before: secured({ basic: [] }),
    after: secured({ bearer: [] }),
  },
  {
    name: 'a key moves into the query',
    rules: ['security'],
    before: secured({ key: [] }),
    after: secured({ queryKey: [] }),
  },
  {
    name: 'a further scope is asked for',
    rules: ['security'],
    before: secured({ oauth: ['read'] }),
    after: secured({ oauth: ['read', 'write'] }),
  },
];
