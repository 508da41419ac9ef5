import { RegistryError } from '../errors.ts';

/**
 * Parameters that Confluent's API has and whose effect this registry lacks: an answer without it would be another than
 * the client asked for. All others are ignored, as Confluent ignores them.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
const UNSUPPORTED = [
  'deletedOnly',
  'fetchMaxId',
  'findTags',
  'force',
  'format',
  'latestOnly',
  'limit',
  'offset',
  'referenceFormat',
  'subjectPrefix',
] as const;

/** What a client sends who does not want the effect. */
const WITHOUT_EFFECT: readonly (string | undefined)[] = [undefined, '', 'false'];

type Query = Readonly<Record<string, string | undefined>>;

/** @throws RegistryError 42205, which names the parameter */
export function checkQuery(query: Query): void {
  const refused = UNSUPPORTED.find((name) => !WITHOUT_EFFECT.includes(query[name]));
  if (refused === undefined) return;
  throw new RegistryError(42205, `The query parameter ${refused} is not supported by this registry.`);
}

/** Whether a parameter such as `deleted` is set. */
export function isSet(query: Query, name: string): boolean {
  return query[name] === 'true';
}
