import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { ssmError } from './errors.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type ParameterTier = 'Standard' | 'Advanced';

export interface ParameterVersion {
  version: number;
  type: ParameterType;
  /** A SecureString's is the ciphertext, in base64. */
  value: string;
  keyId: string | undefined;
  tier: ParameterTier;
  dataType: string;
  description: string | undefined;
  allowedPattern: string | undefined;
  modified: Date;
}

export interface StoredParameter {
  name: string;
  /** Oldest first; the last one is current. */
  versions: ParameterVersion[];
  tags: Record<string, string>;
}

export interface SsmEngine {
  readonly context: EndpointContext;
  /** Parameters by name. */
  readonly parameters: Collection<StoredParameter>;
}

export function parameterArn({ context }: SsmEngine, name: string): string {
  const path = name.startsWith('/') ? name : `/${name}`;
  return `arn:aws:ssm:${context.region}:${context.accountId}:parameter${path}`;
}

/** The name behind a name or an ARN. A hierarchy's name and a plain one look alike in an ARN. */
export function parameterName(engine: SsmEngine, nameOrArn: string): string {
  const path = /^arn:aws:ssm:[^:]*:[^:]*:parameter(\/.*)$/.exec(nameOrArn)?.[1];
  if (path === undefined) return nameOrArn;
  return engine.parameters.has(path) ? path : path.slice(1);
}

export function current(parameter: StoredParameter): ParameterVersion {
  const version = parameter.versions.at(-1);
  if (version === undefined) throw ssmError.parameterNotFound(parameter.name);
  return version;
}

export function findParameter(engine: SsmEngine, nameOrArn: string): StoredParameter {
  const found = engine.parameters.get(parameterName(engine, nameOrArn));
  if (found === undefined) throw ssmError.parameterNotFound(nameOrArn);
  return found;
}

/** What `name`, `name:3` or either as an ARN selects. Labels are not kept, so a label finds no version. */
export function select(
  engine: SsmEngine,
  selector: string,
): { parameter: StoredParameter; version: ParameterVersion; selector: string | undefined } {
  const [, base, wanted] = /^(arn:(?:[^:]*:){4}[^:]*|[^:]+)(?::([^:]+))?$/.exec(selector) ?? [];
  if (base === undefined) throw ssmError.parameterNotFound(selector);
  const parameter = findParameter(engine, base);
  if (wanted === undefined) return { parameter, version: current(parameter), selector: undefined };
  const version = parameter.versions.find((candidate) => String(candidate.version) === wanted);
  if (version === undefined) throw ssmError.parameterVersionNotFound(parameter.name, wanted);
  return { parameter, version, selector: `:${wanted}` };
}
