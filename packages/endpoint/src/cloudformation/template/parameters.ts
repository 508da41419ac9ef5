import { own } from '../../core/own.ts';
import type { Patterns } from '../../core/patterns.ts';
import { cloudFormationError } from '../errors.ts';
import { checkConstraints } from './constraints.ts';
import type { ParameterDefinition, Template } from './template.ts';

/** One parameter as a client gives it. */
export interface GivenParameter {
  ParameterKey: string;
  ParameterValue?: string | undefined;
  UsePreviousValue?: boolean | undefined;
}

/** One parameter as a stack keeps it. */
interface StackParameter {
  /** What was given or defaulted; for SSM types the parameter's name. */
  value: string;
  /** What `Ref` gives. */
  resolved: string | string[];
  noEcho: boolean;
  type: string;
}

export type StackParameters = Record<string, StackParameter>;

/** Looks up values in the parameter store; names that it does not have are left out. */
export type FetchParameters = (names: string[]) => Promise<Map<string, string>>;

const SSM_VALUE = /^AWS::SSM::Parameter::Value<(.+)>$/;

/** Gives every parameter of a template its value, and checks it. Throws ValidationError in CloudFormation's words. */
export async function resolveParameters(
  template: Template,
  given: readonly GivenParameter[],
  previous: StackParameters,
  fetch: FetchParameters,
  patterns: Pick<Patterns, 'test'>,
): Promise<StackParameters> {
  const unknown = given.map((one) => one.ParameterKey).filter((name) => !template.parameters.has(name));
  if (unknown.length > 0) {
    throw cloudFormationError.validation(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  for (const { ParameterKey, ParameterValue, UsePreviousValue } of given) {
    if (!UsePreviousValue || !ParameterValue) continue;
    throw cloudFormationError.validation(
      `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
    );
  }
  const byName = new Map(given.map((one) => [one.ParameterKey, one]));
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, definition] of template.parameters) {
    const one = byName.get(name);
    const value = one?.UsePreviousValue
      ? (own(previous, name)?.value ?? definition.Default)
      : (one?.ParameterValue ?? definition.Default);
    if (value === undefined) missing.push(name);
    else values.set(name, value);
  }
  if (missing.length > 0)
    throw cloudFormationError.validation(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [name, value] of values) {
    await checkConstraints(name, value, template.parameters.get(name) as ParameterDefinition, patterns);
  }
  const fetched = await fetchAll(template, values, fetch);
  return Object.fromEntries(
    [...values].map(([name, value]) => {
      const { Type, NoEcho } = template.parameters.get(name) as ParameterDefinition;
      const plain = fetched.get(name) ?? value;
      const isList = Type === 'CommaDelimitedList' || /List</.test(Type);
      const resolved = isList ? plain.split(',').map((item) => item.trim()) : plain;
      return [name, { value, resolved, noEcho: NoEcho, type: Type }];
    }),
  );
}

async function fetchAll(
  template: Template,
  values: ReadonlyMap<string, string>,
  fetch: FetchParameters,
): Promise<Map<string, string>> {
  const wanted = [...values].filter(([name]) => SSM_VALUE.test(template.parameters.get(name)?.Type ?? ''));
  if (wanted.length === 0) return new Map();
  const found = await fetch([...new Set(wanted.map(([, path]) => path))]);
  const absent = wanted.map(([, path]) => path).filter((path) => !found.has(path));
  if (absent.length > 0) {
    throw cloudFormationError.validation(
      `Unable to fetch parameters [${absent.join(',')}] from parameter store for this account.`,
    );
  }
  return new Map(wanted.map(([name, path]) => [name, found.get(path) as string]));
}

const SCALAR_TYPES = new Set(['String', 'Number', 'CommaDelimitedList', 'List<Number>', 'List<String>']);

/** Types of parameters: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export function isParameterType(type: string): boolean {
  return SCALAR_TYPES.has(type) || /^(List<)?AWS::[\w:]+(<.+>)?>?$/.test(type);
}

/** What a client is shown of a parameter. */
export function describeParameters(parameters: StackParameters) {
  return Object.entries(parameters).map(([name, parameter]) => ({
    ParameterKey: name,
    ParameterValue: parameter.noEcho ? '****' : parameter.value,
    ...(SSM_VALUE.test(parameter.type) && { ResolvedValue: String(parameter.resolved) }),
  }));
}
