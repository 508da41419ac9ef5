import * as z from 'zod';
import { COMPATIBILITY_LEVELS } from '../../../schemas/compatibility/levels.ts';
import { PROTECTED_LEVELS } from '../../../schemas/protected-levels.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { Records } from '../../shared/records.ts';
import { RegistryError, schemaNotFound } from '../errors.ts';
import { noLevel, Registry, type VersionSpecifier } from './registry.ts';
import { RegistryStore } from './store.ts';

const registry = new Registry(new RegistryStore(new Records(required('REGISTRY_TABLE'))), PROTECTED_LEVELS);

/** https://docs.confluent.io/platform/current/schema-registry/develop/api.html, and a look-up by fingerprint. */
export const handler = restHandler({
  release: 'v1',
  maxBodyBytes: 256 * 1024,
  refusal,
  routes: {
    'GET /subjects': async () => ok(await registry.subjects()),
    'GET /subjects/{subject}/versions': async (request) =>
      ok((await registry.liveVersions(subjectOf(request))).map(({ version }) => version)),
    'POST /subjects/{subject}/versions': register,
    'POST /subjects/{subject}': lookUp,
    'DELETE /subjects/{subject}': async (request) => ok(await registry.deleteSubject(softly(request))),
    'GET /subjects/{subject}/versions/{version}': showVersion,
    'GET /subjects/{subject}/versions/{version}/schema': async (request) =>
      ok(JSON.parse((await versionOf(request)).schema)),
    'DELETE /subjects/{subject}/versions/{version}': async (request) =>
      ok(await registry.deleteVersion(softly(request), specifierOf(request))),
    'GET /schemas/types': async () => ok(['AVRO']),
    'GET /schemas/ids/{id}': async (request) =>
      ok({ schema: (await registry.schemaById(idOf(request))).schema }),
    'GET /schemas/ids/{id}/versions': async (request) => ok(await registry.usesOf(idOf(request))),
    'GET /schemas/fingerprints/{fingerprint}': async ({ parameters: { fingerprint = '' } }) =>
      ok(await registry.schemaByFingerprint(fingerprint)),
    'POST /compatibility/subjects/{subject}/versions': (request) => checkCompatibility(request),
    'POST /compatibility/subjects/{subject}/versions/{version}': (request) =>
      checkCompatibility(request, specifierOf(request)),
    'GET /config': async () => ok({ compatibilityLevel: await registry.effectiveLevel() }),
    'PUT /config': setLevel,
    'GET /config/{subject}': showLevel,
    'PUT /config/{subject}': setLevel,
    'DELETE /config/{subject}': async (request) =>
      ok({ compatibilityLevel: await registry.removeLevel(subjectOf(request)) }),
  },
});

const schemaBody = z.looseObject({
  schema: z.string(),
  schemaType: z.literal('AVRO').optional(),
  references: z.array(z.unknown()).max(0, 'references are not supported').optional(),
});

const levelBody = z.looseObject({ compatibility: z.enum(COMPATIBILITY_LEVELS) });

async function register(request: RestRequest): Promise<Answer> {
  return ok(await registry.register(subjectOf(request), parse(schemaBody, request.body).schema));
}

async function lookUp(request: RestRequest): Promise<Answer> {
  const subject = subjectOf(request);
  const { id, version, schema } = await registry.lookUp(subject, parse(schemaBody, request.body).schema);
  return ok({ subject, id, version, schema });
}

async function showVersion(request: RestRequest): Promise<Answer> {
  const { id, version, schema } = await versionOf(request);
  return ok({ subject: subjectOf(request), id, version, schema });
}

async function checkCompatibility(request: RestRequest, specifier?: VersionSpecifier): Promise<Answer> {
  const reasons = await registry.check(subjectOf(request), parse(schemaBody, request.body).schema, specifier);
  return ok({
    is_compatible: reasons.length === 0,
    ...(request.query['verbose'] === 'true' && { messages: reasons }),
  });
}

async function showLevel(request: RestRequest): Promise<Answer> {
  const subject = subjectOf(request);
  const own = await registry.ownLevel(subject);
  if (own !== undefined) return ok({ compatibilityLevel: own });
  if (request.query['defaultToGlobal'] !== 'true') throw noLevel(subject);
  return ok({ compatibilityLevel: await registry.effectiveLevel() });
}

async function setLevel({ body, parameters }: RestRequest): Promise<Answer> {
  const result = levelBody.safeParse(body);
  if (!result.success) {
    throw new RegistryError(
      42203,
      `The compatibility level must be one of ${COMPATIBILITY_LEVELS.join(', ')}.`,
    );
  }
  await registry.setLevel(result.data.compatibility, parameters['subject']);
  return ok({ compatibility: result.data.compatibility });
}

function subjectOf({ parameters }: RestRequest): string {
  return parameters['subject'] ?? '';
}

/** Data outlives schemas no better than code: what was written with one must stay readable. */
function softly(request: RestRequest): string {
  if (request.query['permanent'] !== 'true') return subjectOf(request);
  throw new RegistryError(
    42205,
    'A schema is never deleted for good: data that was written with it may still be there.',
  );
}

function versionOf(request: RestRequest) {
  return registry.version(subjectOf(request), specifierOf(request));
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
function refusal(error: unknown): Answer | undefined {
  if (error instanceof RegistryError) {
    return { status: error.status, body: { error_code: error.code, message: error.message } };
  }
  if (error instanceof ShopError && error.code === 'bad-request') {
    return { status: 422, body: { error_code: 42201, message: error.message } };
  }
  return undefined;
}
