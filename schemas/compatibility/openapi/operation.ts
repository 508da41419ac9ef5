import { canonicalJson } from '../../json.ts';
import {
  elementsOf,
  entriesOf,
  InvalidContractError,
  type JsonObject,
  memberOf,
  OpenApiContract,
  type SchemaNode,
} from './contract.ts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export interface Parameter {
  name: string;
  in: ParameterPlace;
  required: boolean;
  /** How the value is written as text, such as `form, explode`. */
  style: string;
  schema: SchemaNode;
  /** Whether the value is text that its type is read from, and not JSON. */
  textual: boolean;
}

export interface Header {
  name: string;
  required: boolean;
  schema: SchemaNode;
}

/** Schemas by media type, in lower case and without parameters. */
export type Content = ReadonlyMap<string, SchemaNode>;

export interface Answer {
  headers: readonly Header[];
  content: Content;
}

/** Credentials that suffice together: the scopes by scheme. None is an anonymous call. */
export type Credentials = ReadonlyMap<string, readonly string[]>;

export interface Operation {
  method: string;
  /** Without the version's own segment. */
  path: string;
  /** By place and name; those of a path by their position in it. */
  parameters: ReadonlyMap<string, Parameter>;
  body: { required: boolean; content: Content } | undefined;
  /** By status code, range (`4XX`) or `default`. */
  answers: ReadonlyMap<string, Answer>;
  security: readonly Credentials[];
  /** What the server calls at the client, by name, expression and method. */
  callbacks: ReadonlyMap<string, Operation>;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** OpenAPI leaves these to media types and security. */
const OTHER_HEADERS = ['accept', 'content-type', 'authorization'];

/**
 * The operations of a document by `METHOD /path/{}`, in which the names of path parameters do not count.
 *
 * @param version whose segment (`/v1`) at the start of each path is left out
 * @throws InvalidContractError
 */
export function readOperations(document: unknown, version?: number): ReadonlyMap<string, Operation> {
  const contract = new OpenApiContract(document);
  const paths = entriesOf(memberOf(contract.document, 'paths'));
  const security = memberOf(contract.document, 'security');
  const found = paths.flatMap(([path, item]) => {
    const withoutVersion = path.startsWith(`/v${version}/`) ? path.slice(`/v${version}`.length) : path;
    return located(path, () => readPathItem(contract, withoutVersion, contract.deref(item), security));
  });
  return new Map(found.map((operation) => [operationKey(operation), operation]));
}

export function operationKey({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${pathKey(path)}`;
}

export function pathKey(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}

function located<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof InvalidContractError)) throw cause;
    throw new InvalidContractError(`paths ${path}`, cause.message, { cause });
  }
}

function readPathItem(
  contract: OpenApiContract,
  path: string,
  item: JsonObject,
  security: unknown,
  isCallback = false,
): Operation[] {
  const shared = elementsOf(memberOf(item, 'parameters'));
  return METHODS.filter((method) => memberOf(item, method) !== undefined).map((method) => {
    const operation = contract.deref(memberOf(item, method));
    // Those of the operation come last and replace those of the path.
    const parameters = [...shared, ...elementsOf(memberOf(operation, 'parameters'))];
    return {
      method: method.toUpperCase(),
      path,
      parameters: readParameters(contract, path, parameters),
      body: readBody(contract, memberOf(operation, 'requestBody')),
      answers: new Map(
        entriesOf(memberOf(operation, 'responses')).map(([status, answer]) => [
          status.toUpperCase() === 'DEFAULT' ? 'default' : status.toUpperCase(),
          readAnswer(contract, contract.deref(answer)),
        ]),
      ),
      security: readSecurity(contract, memberOf(operation, 'security') ?? security),
      // A callback of a callback may be itself.
      callbacks: readCallbacks(contract, isCallback ? undefined : memberOf(operation, 'callbacks')),
    };
  });
}

function readParameters(contract: OpenApiContract, path: string, parameters: readonly unknown[]) {
  const positions = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const found = parameters
    .map((parameter) => readParameter(contract, contract.deref(parameter)))
    .filter(({ name, in: place }) => place !== 'header' || !OTHER_HEADERS.includes(name.toLowerCase()))
    .map((parameter) => {
      const { name, in: place } = parameter;
      const known =
        place === 'path' ? positions.indexOf(name) : place === 'header' ? name.toLowerCase() : name;
      return [`${place} ${known}`, parameter] as const;
    });
  return new Map(found);
}

function readParameter(contract: OpenApiContract, parameter: JsonObject): Parameter {
  const name = memberOf(parameter, 'name');
  const place = memberOf(parameter, 'in');
  if (typeof name !== 'string' || !isPlace(place)) {
    throw new InvalidContractError('', 'a parameter needs a name and a place');
  }
  const [media] = readContent(contract, memberOf(parameter, 'content'));
  const style = memberOf(parameter, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  const explode = memberOf(parameter, 'explode') ?? style === 'form';
  return {
    name,
    in: place,
    required: place === 'path' || memberOf(parameter, 'required') === true,
    style: media?.[0] ?? (explode === true ? `${style}, explode` : `${style}`),
    schema: media?.[1] ?? contract.schema(memberOf(parameter, 'schema') ?? true),
    textual: media === undefined,
  };
}

function isPlace(value: unknown): value is ParameterPlace {
  return value === 'path' || value === 'query' || value === 'header' || value === 'cookie';
}

function readBody(contract: OpenApiContract, body: unknown): Operation['body'] {
  if (body === undefined) return undefined;
  const found = contract.deref(body);
  return {
    required: memberOf(found, 'required') === true,
    content: readContent(contract, memberOf(found, 'content')),
  };
}

function readContent(contract: OpenApiContract, content: unknown): Content {
  return new Map(
    entriesOf(content).map(([type, media]) => {
      const [essence = ''] = type.toLowerCase().split(';');
      return [essence.trim(), contract.schema(memberOf(contract.deref(media), 'schema') ?? true)];
    }),
  );
}

function readAnswer(contract: OpenApiContract, answer: JsonObject): Answer {
  const headers = entriesOf(memberOf(answer, 'headers')).map(([name, value]) => {
    const header = contract.deref(value);
    return {
      name: name.toLowerCase(),
      required: memberOf(header, 'required') === true,
      schema: contract.schema(memberOf(header, 'schema') ?? true),
    };
  });
  return {
    headers: headers.filter(({ name }) => name !== 'content-type'),
    content: readContent(contract, memberOf(answer, 'content')),
  };
}

function readSecurity(contract: OpenApiContract, security: unknown): Credentials[] {
  const schemes = memberOf(memberOf(contract.document, 'components'), 'securitySchemes');
  const alternatives = elementsOf(security).map(
    (one) =>
      new Map(
        entriesOf(one).map(([name, scopes]) => [
          describeScheme(contract, name, memberOf(schemes, name)),
          elementsOf(scopes).map(String),
        ]),
      ),
  );
  return alternatives.length === 0 ? [new Map()] : alternatives;
}

/** What a client has to do for a scheme; its name does not count. */
function describeScheme(contract: OpenApiContract, name: string, scheme: unknown): string {
  if (scheme === undefined) throw new InvalidContractError('', `there is no security scheme ${name}`);
  const found = contract.deref(scheme);
  const parts = ['type', 'scheme', 'in', 'name', 'openIdConnectUrl'].map((part) => memberOf(found, part));
  return parts
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === 'string' ? part : canonicalJson(part)))
    .join(' ');
}

function readCallbacks(contract: OpenApiContract, callbacks: unknown): ReadonlyMap<string, Operation> {
  const found = entriesOf(callbacks).flatMap(([name, callback]) =>
    entriesOf(contract.deref(callback)).flatMap(([expression, item]) =>
      readPathItem(contract, expression, contract.deref(item), undefined, true).map(
        (operation) => [`${operation.method} ${name} ${expression}`, operation] as const,
      ),
    ),
  );
  return new Map(found);
}
