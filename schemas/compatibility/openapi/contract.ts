import { canonicalJson, isJsonObject } from '../../json.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A document that is no OpenAPI 3.1 contract, or that uses what the comparison does not support. */
export class InvalidContractError extends Error {
  override readonly name = 'InvalidContractError';
  /** Where in the document, as a JSON pointer. */
  readonly pointer: string;

  constructor(pointer: string, message: string, options?: ErrorOptions) {
    super(`${pointer === '' ? 'the document' : pointer}: ${message}`, options);
    this.pointer = pointer;
  }
}

/** A schema of a contract. The same place in the document is always the same node. */
export interface SchemaNode {
  readonly id: number;
  readonly keywords: JsonObject;
  readonly contract: OpenApiContract;
}

const MAX_REFERENCE_CHAIN = 32;
let nodes = 0;

/** An OpenAPI 3.1 document whose references are followed within it. */
export class OpenApiContract {
  readonly document: JsonObject;
  readonly #nodes = new WeakMap<object, SchemaNode>();
  readonly #restrictions = new Map<string, SchemaNode>();

  /** @throws InvalidContractError */
  constructor(document: unknown) {
    if (!isJsonObject(document)) throw new InvalidContractError('', 'it is no object');
    const version = memberOf(document, 'openapi');
    if (typeof version !== 'string' || !/^3\.1\.\d+$/.test(version)) {
      throw new InvalidContractError('/openapi', 'only OpenAPI 3.1 is compared');
    }
    this.document = document;
  }

  /** The node of a schema: `true` says nothing, `false` forbids every value. @throws InvalidContractError */
  schema(schema: unknown): SchemaNode {
    if (schema === true) return this.#node(ANYTHING);
    if (schema === false) return this.#node(NOTHING);
    if (!isJsonObject(schema)) throw new InvalidContractError('', 'a schema is an object or a boolean');
    return this.#node(schema);
  }

  /** A schema that is not in the document; the same keywords are the same node. */
  restriction(keywords: JsonObject): SchemaNode {
    const key = canonicalJson(keywords);
    const node = this.#restrictions.get(key) ?? this.#node(keywords);
    this.#restrictions.set(key, node);
    return node;
  }

  /** A schema without one of its keywords; the same is the same node. */
  without(node: SchemaNode, keyword: string): SchemaNode {
    const key = `${node.id} ${keyword}`;
    const { [keyword]: _, ...others } = node.keywords;
    const reduced = this.#restrictions.get(key) ?? this.#node(others);
    this.#restrictions.set(key, reduced);
    return reduced;
  }

  /** An object of the document; one that only refers to another is replaced by it. @throws InvalidContractError */
  deref(value: unknown): JsonObject {
    let found = value;
    for (let step = 0; step <= MAX_REFERENCE_CHAIN; step += 1) {
      if (!isJsonObject(found)) throw new InvalidContractError('', 'an object is missing');
      const reference = memberOf(found, '$ref');
      if (typeof reference !== 'string') return found;
      found = this.resolve(reference);
    }
    throw new InvalidContractError('', 'its references refer to each other');
  }

  /** What a `$ref` refers to. @throws InvalidContractError */
  resolve(reference: string): unknown {
    if (reference !== '#' && !reference.startsWith('#/')) {
      throw new InvalidContractError(
        reference,
        'only references to a place in the same document are followed',
      );
    }
    return pointerParts(reference).reduce<unknown>((parent, name) => {
      const found = Array.isArray(parent) ? parent[Number(name)] : memberOf(parent, name);
      if (found === undefined) throw new InvalidContractError(reference, 'there is nothing at this place');
      return found;
    }, this.document);
  }

  #node(keywords: JsonObject): SchemaNode {
    const known = this.#nodes.get(keywords);
    if (known !== undefined) return known;
    nodes += 1;
    const node = { id: nodes, keywords, contract: this };
    this.#nodes.set(keywords, node);
    return node;
  }
}

const ANYTHING: JsonObject = {};
/** The schema `false`. */
export const NOTHING: JsonObject = { not: {} };

/** A member by its name, never one that objects inherit. */
export function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The members of an object; none when it is absent. @throws InvalidContractError */
export function entriesOf(value: unknown): [string, unknown][] {
  if (value === undefined) return [];
  if (!isJsonObject(value)) throw new InvalidContractError('', 'an object is missing');
  return Object.entries(value);
}

/** The elements of an array; none when it is absent. @throws InvalidContractError */
export function elementsOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new InvalidContractError('', 'an array is missing');
  return value;
}

function pointerParts(reference: string): string[] {
  try {
    const parts = reference.split('/').slice(1).map(decodeURIComponent);
    return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch (cause) {
    throw new InvalidContractError(reference, 'the reference is not well formed', { cause });
  }
}
