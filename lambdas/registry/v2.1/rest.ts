import * as z from 'zod';
import { COMPATIBILITY_LEVELS } from '../../../schemas/compatibility/levels.ts';
import { parseJson } from '../../../schemas/json.ts';
import { type Answer, type Refusal, type RestRequest, type Route, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import type { RegisteredVersion } from '../domain.ts';
import { RegistryError, schemaNotFound } from '../errors.ts';
import { checkQuery, isSet } from './queries.ts';
import { noLevel, type Registry, type VersionSpecifier } from './registry.ts';

/**
 * https://docs.confluent.io/platform/current/schema-registry/develop/api.html, and a look-up by fingerprint. What it has
 * beyond this is refused by name.
 */
export function registryApi(registry: Registry) {
  return restHandler({
    release: 'v2',
    maxBodyBytes: 256 * 1024,
    refusal,
    routes: withQueriesChecked({
      // Confluent's own answer to a look whether anything is there.
      'GET /': async () => ok({}),
      'GET /subjects': async ({ query }) => ok(await registry.subjects(isSet(query, 'deleted'))),
      'GET /subjects/{subject}/versions': async (request) =>
        ok((await registry.versions(subjectOf(request), deletedToo(request))).map(({ version }) => version)),
      'POST /subjects/{subject}/versions': async (request) =>
        ok(await registry.register(subjectOf(request), schemaOf(request))),
      'POST /subjects/{subject}': async (request) =>
        describe(request, await registry.lookUp(subjectOf(request), schemaOf(request), deletedToo(request))),
      'DELETE /subjects/{subject}': async (request) => ok(await registry.deleteSubject(softly(request))),
      'GET /subjects/{subject}/versions/{version}': async (request) =>
        describe(request, await versionOf(registry, request)),
      'GET /subjects/{subject}/versions/{version}/schema': async (request) =>
        ok(parseJson((await versionOf(registry, request)).schema)),
      'DELETE /subjects/{subject}/versions/{version}': async (request) =>
        ok(await registry.deleteVersion(softly(request), specifierOf(request))),
      'GET /schemas/types': async () => ok(['AVRO']),
      'GET /schemas/ids/{id}': async (request) =>
        ok({ schema: (await registry.schemaById(idOf(request))).schema }),
      'GET /schemas/ids/{id}/schema': async (request) =>
        ok(parseJson((await registry.schemaById(idOf(request))).schema)),
      'GET /schemas/ids/{id}/subjects': async (request) => {
        const uses = await registry.usesOf(idOf(request), deletedToo(request));
        return ok([...new Set(uses.map(({ subject }) => subject))]);
      },
      'GET /schemas/ids/{id}/versions': async (request) =>
        ok(await registry.usesOf(idOf(request), deletedToo(request))),
      'GET /schemas/fingerprints/{fingerprint}': async ({ parameters: { fingerprint = '' } }) =>
        ok(await registry.registeredSchema(fingerprint)),
      'POST /compatibility/subjects/{subject}/versions': async (request) =>
        verdict(request, await registry.check(subjectOf(request), schemaOf(request))),
      'POST /compatibility/subjects/{subject}/versions/{version}': async (request) =>
        verdict(request, await registry.check(subjectOf(request), schemaOf(request), specifierOf(request))),
      'GET /config': async () => ok({ compatibilityLevel: await registry.effectiveLevel() }),
      'PUT /config': (request) => setLevel(registry, request),
      'DELETE /config': async () => ok({ compatibilityLevel: await registry.resetLevel() }),
      'GET /config/{subject}': (request) => showLevel(registry, request),
      'PUT /config/{subject}': (request) => setLevel(registry, request, subjectOf(request)),
      'DELETE /config/{subject}': async (request) =>
        ok({ compatibilityLevel: await registry.removeLevel(subjectOf(request)) }),
      'GET /mode': async () => ok({ mode: MODE }),
      // Confluent's own client looks here first, and goes on when there is none.
      'GET /associations/resources/{namespace}/{name}': async () => {
        throw new RegistryError(404, 'HTTP 404 Not Found');
      },
      'ANY /{proxy+}': async ({ method, path }) => {
        throw new RegistryError(404, `HTTP 404 Not Found: this registry does not support ${method} ${path}.`);
      },
    }),
  });
}

/** Schemas can always be registered, and their ids are never given by a client. */
const MODE = 'READWRITE';

function withQueriesChecked(routes: Readonly<Record<string, Route>>): Readonly<Record<string, Route>> {
  return Object.fromEntries(
    Object.entries(routes).map(([key, route]): [string, Route] => [
      key,
      async (request) => {
        checkQuery(request.query);
        return route(request);
      },
    ]),
  );
}

const UNSUPPORTED = 'is not supported by this registry';

const schemaBody = z.looseObject({
  schema: z.string(),
  schemaType: z.literal('AVRO', 'only AVRO is supported').nullish(),
  references: z.array(z.unknown()).max(0, UNSUPPORTED).nullish(),
  metadata: z.null(UNSUPPORTED).optional(),
  ruleSet: z.null(UNSUPPORTED).optional(),
  // A client that does not want to choose sends -1, or 0 as the next version.
  id: z.literal([-1, 0], 'is given by the registry').nullish(),
  version: z.literal([-1, 0], 'is given by the registry').nullish(),
});

const levelBody = z.looseObject({
  compatibility: z.string().toUpperCase().pipe(z.enum(COMPATIBILITY_LEVELS)),
});

function describe(request: RestRequest, { id, version, schema }: RegisteredVersion): Answer {
  return ok({ subject: subjectOf(request), id, version, schema });
}

function verdict({ query }: RestRequest, reasons: string[]): Answer {
  return ok({
    is_compatible: reasons.length === 0,
    ...(isSet(query, 'verbose') && { messages: reasons }),
  });
}

async function showLevel(registry: Registry, request: RestRequest): Promise<Answer> {
  const subject = subjectOf(request);
  const own = await registry.ownLevel(subject);
  if (own !== undefined) return ok({ compatibilityLevel: own });
  if (!isSet(request.query, 'defaultToGlobal')) throw noLevel(subject);
  return ok({ compatibilityLevel: await registry.effectiveLevel() });
}

async function setLevel(registry: Registry, { body }: RestRequest, subject?: string): Promise<Answer> {
  const result = levelBody.safeParse(body);
  if (!result.success) {
    throw new RegistryError(
      42203,
      `The compatibility level must be one of ${COMPATIBILITY_LEVELS.join(', ')}.`,
    );
  }
  await registry.setLevel(result.data.compatibility, subject);
  return ok({ compatibility: result.data.compatibility });
}

function subjectOf({ parameters }: RestRequest): string {
  return parameters['subject'] ?? '';
}

function schemaOf({ body }: RestRequest): string {
  return parse(schemaBody, body).schema;
}

function deletedToo({ query }: RestRequest): boolean {
  return isSet(query, 'deleted');
}

/** Data outlives schemas no better than code: what was written with one must stay readable. */
function softly(request: RestRequest): string {
  if (!isSet(request.query, 'permanent')) return subjectOf(request);
  throw new RegistryError(
    42205,
    'A schema is never deleted for good: data that was written with it may still be there.',
  );
}

function versionOf(registry: Registry, request: RestRequest): Promise<RegisteredVersion> {
  return registry.version(subjectOf(request), specifierOf(request), deletedToo(request));
}

function specifierOf({ parameters: { version = '' } }: RestRequest): VersionSpecifier {
  if (version === 'latest' || version === '-1') return 'latest';
  if (/^[1-9]\d{0,9}$/.test(version)) return Number(version);
  throw new RegistryError(42202, 'A version is a number from 1 on, or latest.');
}

function idOf({ parameters: { id = '' } }: RestRequest): number {
  if (/^[1-9]\d{0,9}$/.test(id)) return Number(id);
  throw schemaNotFound();
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** Confluent's shape: a code of its own, and a message. */
function refusal(error: unknown, { status, body: { error: usual } }: Refusal): Answer {
  if (error instanceof RegistryError) {
    return { status: error.status, body: { error_code: error.code, message: error.message } };
  }
  // A body without a schema in it is, to Confluent's clients, an invalid schema.
  if (usual.code === 'bad-request')
    return { status: 422, body: { error_code: 42201, message: usual.message } };
  return { status, body: { error_code: status === 500 ? 50001 : status, message: usual.message } };
}
