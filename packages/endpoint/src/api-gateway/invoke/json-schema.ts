import { createRequire } from 'node:module';
import type { KeywordCxt } from 'ajv';
import type AjvDraft4 from 'ajv-draft-04';
import { describeErrors } from './json-schema-errors.ts';
import { FORMATS } from './json-schema-formats.ts';

/**
 * JSON Schema draft 4, as API Gateway's models use it. Refused when the model is made: `$ref` to anything but `#`,
 * `#/…` and other models of the API; what the meta-schema of draft 4 forbids; regular expressions that JavaScript
 * does not take. Keywords of later drafts mean nothing in draft 4, so they are ignored, as are unknown formats.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export type Validate = (value: unknown) => string[];

type Ajv = AjvDraft4.default;

/** Text of another model's schema, or undefined where there is no such model. */
export type FindModel = (name: string) => string | undefined;

const MODEL_URL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/(\w+)$/;

/** Those that the validator knows besides the ones of draft 4. */
const LATER_KEYWORDS = ['const', 'contains', 'else', 'if', 'propertyNames', 'then'];

/** Compiles a schema. Throws an Error whose message says what is wrong with it. */
export function compileSchema(schema: unknown, findModel: FindModel): Validate {
  const ajv = draft4();
  const root = asDraft4(schema, 'the schema');
  const models = new Set<string>();
  for (;;) {
    try {
      const validate = ajv.compile(root);
      return (value) => (validate(value) ? [] : describeErrors(validate.errors ?? []));
    } catch (error) {
      if (error instanceof SyntaxError) throw new Error('a pattern is not a valid regular expression');
      const missing = missingSchema(error);
      if (missing === undefined || models.has(missing)) throw error;
      models.add(missing);
      ajv.addSchema(model(missing, findModel), missing);
    }
  }
}

let validator: Ajv | undefined;

/** Loaded with the first schema: it takes as long as the rest of the service. Knows no schemas but draft 4's own. */
function draft4(): Ajv {
  validator ??= createValidator();
  return validator.removeSchema();
}

function createValidator(): Ajv {
  const { default: Draft4 }: typeof AjvDraft4 = createRequire(import.meta.url)('ajv-draft-04');
  const ajv = new Draft4({
    strict: false,
    logger: false,
    allErrors: true,
    verbose: true,
    ownProperties: true,
    ignoreKeywordsWithRef: true,
    // 0.3 / 0.1 is 2.9999999999999996: binary fractions must not refuse what decimal ones allow.
    multipleOfPrecision: 6,
    formats: FORMATS,
  });
  // Models are known by their URLs; an `id` is more often part of an example than the name of a schema.
  ajv.opts.schemaId = '$id';
  for (const keyword of LATER_KEYWORDS) ajv.removeKeyword(keyword);
  for (const keyword of ['anyOf', 'oneOf']) sayItOnce(ajv, keyword);
  return ajv;
}

/** API Gateway says of alternatives that none holds, and not also why each of them does not. */
function sayItOnce(ajv: Ajv, keyword: string): void {
  const rule = ajv.getKeyword(keyword);
  if (typeof rule === 'boolean' || !('code' in rule)) throw new TypeError(`There is no rule for ${keyword}.`);
  ajv.removeKeyword(keyword).addKeyword({
    ...rule,
    code(context: KeywordCxt) {
      const fail = context.error.bind(context);
      context.error = (...how) => {
        context.reset();
        fail(...how);
      };
      rule.code(context);
    },
  });
}

/** The URL in a `$ref` that was not found; undefined for any other error. */
function missingSchema(error: unknown): string | undefined {
  const missing = error instanceof Error && 'missingSchema' in error ? error.missingSchema : undefined;
  return typeof missing === 'string' && missing !== '' ? missing : undefined;
}

function model(url: string, findModel: FindModel): object {
  const name = MODEL_URL.exec(url)?.[1];
  if (name === undefined) {
    throw new Error('$ref must be #, a path such as #/definitions/name, or the URL of a model of this API');
  }
  const text = findModel(name);
  if (text === undefined) throw new Error(`$ref names the model ${name}, which does not exist`);
  return asDraft4(JSON.parse(text), `the model ${name}`);
}

/**
 * As draft 4 reads it, whatever dialect it says it is in. OpenAPI's `nullable` means nothing there, but the validator
 * would not let go of it.
 */
function asDraft4(schema: unknown, what: string): object {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new Error(`${what} must be an object`);
  }
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    ['$schema', 'nullable'].includes(key) && typeof value !== 'object' ? undefined : value,
  );
}
