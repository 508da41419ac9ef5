import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { samplesOf, VALIDATED_FORMATS } from './samples.ts';

// Test documents are well formed, so what is read from them is taken as it is.
// biome-ignore lint/suspicious/noExplicitAny: the documents are the cases' own
type Any = any;

export interface Place {
  pointer: string;
  schema: Any;
}

export interface TestParameter extends Place {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required: boolean;
  style: string;
  explode: boolean;
}

export interface TestOperation {
  method: string;
  path: string;
  pattern: RegExp;
  parameters: TestParameter[];
  body: { required: boolean; content: Map<string, Place> } | undefined;
  answers: Map<
    string,
    { headers: (Place & { name: string; required: boolean })[]; content: Map<string, Place> }
  >;
  security: Record<string, string[]>[];
}

/** A document as a server and a client of the tests use it, read apart from the code under test. */
export class TestDocument {
  readonly document: Any;
  readonly operations: TestOperation[];
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #samples = new Map<string, unknown[]>();
  readonly #ajv: Record<'request' | 'response' | 'text', Ajv2020>;

  constructor(document: Any) {
    this.document = document;
    this.#ajv = {
      request: validator(without(document, 'readOnly'), { useDefaults: true }),
      response: validator(without(document, 'writeOnly'), {}),
      text: validator(document, { coerceTypes: true, useDefaults: true }),
    };
    this.operations = Object.entries<Any>(document.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => ['get', 'put', 'post', 'delete', 'patch'].includes(key))
        .map((method) => this.#operation(path, method, item)),
    );
  }

  resolve = (reference: string): Any =>
    reference
      .split('/')
      .slice(1)
      .reduce((parent, part) => parent[part.replaceAll('~1', '/').replaceAll('~0', '~')], this.document);

  /** The validator of a place, which also writes defaults into what it validates. */
  validator({ pointer }: Place, kind: 'request' | 'response' | 'text'): ValidateFunction {
    const key = `${kind} ${pointer}`;
    const known = this.#validators.get(key);
    if (known !== undefined) return known;
    const $ref = `document#${pointer}`;
    // Defaults and text are set within an object only.
    const schema = kind === 'text' ? { type: 'object', properties: { value: { $ref } } } : { $ref };
    const made = this.#ajv[kind].compile(schema);
    this.#validators.set(key, made);
    return made;
  }

  /** Values that are valid at a place, one that breaks each bound of another contract among them. */
  samples(place: Place, kind: 'request' | 'response' | 'text'): unknown[] {
    const key = `${kind} ${place.pointer}`;
    const samples = this.#samples.get(key) ?? this.#makeSamples(place, kind);
    this.#samples.set(key, samples);
    return samples;
  }

  #makeSamples(place: Place, kind: 'request' | 'response' | 'text'): unknown[] {
    const validate = this.validator(place, kind === 'text' ? 'response' : kind);
    const hidden = kind === 'response' ? 'writeOnly' : 'readOnly';
    const candidates = samplesOf(without(place.schema, hidden), (reference) =>
      without(this.resolve(reference), hidden),
    );
    // Validation of a request writes defaults into it, so a copy is validated.
    const texts = [...new Set(candidates.map((candidate) => JSON.stringify(candidate)))];
    const valid = texts.filter((text) => validate(JSON.parse(text)));
    if (valid.length === 0) throw new Error(`there is no sample of ${JSON.stringify(place.schema)}`);
    return valid.map((text) => JSON.parse(text));
  }

  #operation(path: string, method: string, item: Any): TestOperation {
    const operation = item[method];
    const base = `/paths/${escaped(path)}/${method}`;
    const parameters = [
      ...(item.parameters ?? []).map((one: Any, index: number) =>
        this.#parameter(one, `/paths/${escaped(path)}/parameters/${index}`),
      ),
      ...(operation.parameters ?? []).map((one: Any, index: number) =>
        this.#parameter(one, `${base}/parameters/${index}`),
      ),
    ];
    const replaced = new Map(parameters.map((one) => [`${one.in} ${one.name}`, one]));
    const body = operation.requestBody;
    return {
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replaceAll(/\{[^}]*\}/g, '([^/]+)')}$`),
      parameters: [...replaced.values()],
      body: body && {
        required: body.required === true,
        content: content(body.content, `${base}/requestBody/content`),
      },
      answers: new Map(
        Object.entries<Any>(operation.responses).map(([status, answer]) => [
          status,
          {
            headers: Object.entries<Any>(answer.headers ?? {}).map(([name, header]) => ({
              name: name.toLowerCase(),
              required: header.required === true,
              schema: header.schema,
              pointer: `${base}/responses/${status}/headers/${escaped(name)}/schema`,
            })),
            content: content(answer.content, `${base}/responses/${status}/content`),
          },
        ]),
      ),
      security: operation.security ?? this.document.security ?? [{}],
    };
  }

  #parameter(parameter: Any, pointer: string): TestParameter {
    if (parameter.$ref !== undefined) {
      return this.#parameter(this.resolve(parameter.$ref), parameter.$ref.slice(1));
    }
    const style = parameter.style ?? (['query', 'cookie'].includes(parameter.in) ? 'form' : 'simple');
    return {
      name: parameter.name,
      in: parameter.in,
      required: parameter.required === true,
      style,
      explode: parameter.explode ?? style === 'form',
      schema: parameter.schema,
      pointer: `${pointer}/schema`,
    };
  }
}

function content(found: Any, pointer: string): Map<string, Place> {
  return new Map(
    Object.entries<Any>(found ?? {}).map(([type, { schema }]) => [
      type,
      { schema: schema ?? true, pointer: `${pointer}/${escaped(type)}/schema` },
    ]),
  );
}

function validator(document: Any, options: { useDefaults?: boolean; coerceTypes?: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    logger: false,
    formats: VALIDATED_FORMATS,
    ...options,
  });
  ajv.addSchema(document, 'document');
  return ajv;
}

/** The same without properties that this direction does not carry. */
function without(value: Any, keyword: 'readOnly' | 'writeOnly'): Any {
  if (Array.isArray(value)) return value.map((element) => without(element, keyword));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries<Any>(value).map(([key, inner]) => [key, without(inner, keyword)]),
  );
  const hidden = Object.entries<Any>(value.properties ?? {}).filter(([, schema]) => schema[keyword] === true);
  for (const [name] of hidden) {
    delete copy['properties'][name];
    copy['required'] = (copy['required'] ?? []).filter((one: string) => one !== name);
  }
  return copy;
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
