import type { StackParameters } from '../template/parameters.ts';
import { isMap, type Value } from '../template/template.ts';

/** Shorter secrets are masked only where they stand alone: within other text they would be everywhere. */
const MIN_LENGTH_WITHIN = 4;

/** A value in which those of NoEcho parameters, of now and of before, are masked: as clients are shown it. */
export function masked(value: Value, ...parameters: readonly (StackParameters | undefined)[]): Value {
  const secrets = parameters
    .flatMap((one) => Object.values(one ?? {}))
    .filter((parameter) => parameter.noEcho && parameter.value !== '')
    .map((parameter) => parameter.value);
  return secrets.length === 0 ? value : mask(value, secrets);
}

function mask(value: Value, secrets: readonly string[]): Value {
  if (Array.isArray(value)) return value.map((item) => mask(item, secrets));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mask(member, secrets)]));
  }
  if (typeof value !== 'string') return value;
  return secrets.reduce(
    (text, secret) =>
      text === secret || secret.length >= MIN_LENGTH_WITHIN ? text.replaceAll(secret, '****') : text,
    value,
  );
}
