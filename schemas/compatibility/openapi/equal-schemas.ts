import { canonicalJson, isJsonObject } from '../../json.ts';
import { type JsonObject, memberOf, type OpenApiContract, type SchemaNode } from './contract.ts';

/** Keywords that say nothing about a value. */
const ANNOTATIONS = [
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
  'externalDocs',
  '$comment',
  'xml',
];

/** Whether two schemas say the same in the same words, with references followed. */
export function areEqualSchemas(a: SchemaNode, b: SchemaNode): boolean {
  return areEqual(a.contract, a.keywords, b.contract, b.keywords);
}

export function areEqual(
  contractA: OpenApiContract,
  rootA: unknown,
  contractB: OpenApiContract,
  rootB: unknown,
): boolean {
  // What contains itself is equal unless a difference is found elsewhere.
  const compared = new Set<string>();

  function equal(a: unknown, b: unknown): boolean {
    if (Array.isArray(a) && Array.isArray(b)) {
      return a.length === b.length && a.every((element, index) => equal(element, b[index]));
    }
    if (!isJsonObject(a) || !isJsonObject(b)) return canonicalJson(a ?? null) === canonicalJson(b ?? null);
    const pair = `${contractA.schema(a).id} ${contractB.schema(b).id}`;
    if (compared.has(pair)) return true;
    compared.add(pair);
    const [left, right] = [namesIn(a), namesIn(b)];
    return left.size === right.size && [...left].every((name) => right.has(name) && equalMembers(a, b, name));
  }

  function equalMembers(a: JsonObject, b: JsonObject, name: string): boolean {
    const [left, right] = [memberOf(a, name), memberOf(b, name)];
    if (name !== '$ref' || typeof left !== 'string' || typeof right !== 'string') return equal(left, right);
    return equal(contractA.resolve(left), contractB.resolve(right));
  }

  return equal(rootA, rootB);
}

function namesIn(object: JsonObject): Set<string> {
  return new Set(Object.keys(object).filter((name) => !ANNOTATIONS.includes(name)));
}
