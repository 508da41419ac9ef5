import { own } from '../../core/own.ts';
import { cloudFormationError } from '../errors.ts';
import { cidrBlocks } from './cidr.ts';
import { asFunction, isMap, type Value, type ValueMap } from './template.ts';

/** What an expression may refer to. Each lookup throws a ValidationError for a name it does not know. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource. */
  ref(name: string): Value | typeof NO_VALUE;
  getAtt(logicalId: string, attribute: string): Value;
  condition(name: string): boolean;
  /** Undefined when the map has no such keys. */
  mapping(map: string, first: string, second: string): Value | undefined;
  importValue(name: string): Value;
  readonly region: string;
  readonly languageExtensions: boolean;
}

/** What `AWS::NoValue` leaves: the property, or the list's item, is as if never written. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** Stands in a change set for what only the deployment will know; AWS writes it so in BeforeContext and AfterContext. */
export const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';

export const isUnknown = (value: Value): boolean => typeof value === 'string' && value.includes(UNKNOWN);

export function containsUnknown(value: Value): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isMap(value) ? Object.values(value).some(containsUnknown) : isUnknown(value);
}

type Resolved = Value | typeof NO_VALUE;

/** Replaces every intrinsic function by what it stands for. */
export function resolve(value: Value, scope: Scope): Value {
  const resolved = resolveAny(value, scope);
  return resolved === NO_VALUE ? null : resolved;
}

/** As `resolve`, of an object's members: those that are `AWS::NoValue` are left out. */
export function resolveMap(value: ValueMap, scope: Scope): ValueMap {
  const resolved = resolveAny(value, scope);
  if (resolved === NO_VALUE) return {};
  if (!isMap(resolved))
    throw cloudFormationError.templateFormatError('resource properties must be an object.');
  return resolved;
}

function resolveAny(value: Value, scope: Scope): Resolved {
  const call = asFunction(value);
  // `Condition` is an ordinary property name too (IAM policies): it is a function only inside conditions.
  if (call !== undefined && call[0] !== 'Condition') return apply(call[0], call[1], scope);
  if (Array.isArray(value)) {
    return value.map((item) => resolveAny(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (!isMap(value)) return value;
  const members: [name: string, value: Value][] = [];
  for (const [name, member] of Object.entries(value)) {
    const resolved = resolveAny(member, scope);
    if (resolved !== NO_VALUE) members.push([name, resolved]);
  }
  return Object.fromEntries(members);
}

function apply(name: string, argument: Value, scope: Scope): Resolved {
  const implementation = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (implementation === undefined) {
    if (name === 'Fn::Transform' || name.startsWith('Fn::ForEach'))
      throw cloudFormationError.notImplemented(`the function ${name}`);
    throw cloudFormationError.templateFormatError(`unresolved intrinsic function ${name}`);
  }
  return implementation(argument, scope);
}

const FUNCTIONS: Record<string, (argument: Value, scope: Scope) => Resolved> = {
  Ref: (argument, scope) => scope.ref(text('Ref', argument)),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': chooseBranch,
  'Fn::And': (argument, scope) => evaluateCondition({ 'Fn::And': argument }, scope),
  'Fn::Or': (argument, scope) => evaluateCondition({ 'Fn::Or': argument }, scope),
  'Fn::Not': (argument, scope) => evaluateCondition({ 'Fn::Not': argument }, scope),
  'Fn::Equals': (argument, scope) => evaluateCondition({ 'Fn::Equals': argument }, scope),
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, scope) => {
    const plain = text('Fn::Base64', resolve(argument, scope));
    return isUnknown(plain) ? UNKNOWN : Buffer.from(plain, 'utf8').toString('base64');
  },
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text('Fn::ImportValue', resolve(argument, scope))),
  'Fn::GetAZs': (argument, scope) => {
    const region = text('Fn::GetAZs', resolve(argument, scope)) || scope.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
  'Fn::Cidr': (argument, scope) => {
    const [block, amount, bits] = list('Fn::Cidr', resolve(argument, scope));
    if (block === undefined || isUnknown(block)) return UNKNOWN;
    return cidrBlocks(text('Fn::Cidr', block), Number(amount), bits === undefined ? 8 : Number(bits));
  },
  'Fn::Length': (argument, scope) => {
    demandExtensions('Fn::Length', scope);
    const items = resolve(argument, scope);
    return isUnknown(items) ? UNKNOWN : list('Fn::Length', items).length;
  },
  'Fn::ToJsonString': (argument, scope) => {
    demandExtensions('Fn::ToJsonString', scope);
    return JSON.stringify(resolve(argument, scope));
  },
};

function getAtt(argument: Value, scope: Scope): Value {
  const [logicalId, attribute] = attributePath(argument, scope);
  return scope.getAtt(logicalId, attribute);
}

/** `Fn::GetAtt` takes a list or, in YAML, dotted text; the attribute's name may be a Ref to a parameter. */
export function attributePath(argument: Value, scope?: Scope): [logicalId: string, attribute: string] {
  const parts = typeof argument === 'string' ? splitOnce(argument, '.') : argument;
  if (!Array.isArray(parts) || parts.length < 2 || typeof parts[0] !== 'string') {
    throw cloudFormationError.templateError(
      'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    );
  }
  const names = parts
    .slice(1)
    .map((part) => (scope ? resolve(part, scope) : part))
    .map((part) => (typeof part === 'string' ? part : ''));
  return [parts[0], names.join('.')];
}

const PLACEHOLDER = /\$\{([^${}]*)\}/g;

/** The names that a `Fn::Sub` template mentions, escapes (`${!Name}`) left out. */
export function substitutions(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)]
    .map((match) => (match[1] ?? '').trim())
    .filter((name) => !name.startsWith('!'));
}

function sub(argument: Value, scope: Scope): Value {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof template !== 'string' || !isMap(variables ?? null)) {
    throw cloudFormationError.templateError(
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  const values = variables as ValueMap;
  return template.replace(PLACEHOLDER, (_whole, inner: string) => {
    const name = inner.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const value = own(values, name);
    if (value !== undefined) return text('Fn::Sub', resolve(value, scope));
    const [logicalId, attribute] = splitOnce(name, '.');
    if (attribute !== undefined) return text('Fn::Sub', scope.getAtt(logicalId as string, attribute));
    const found = scope.ref(name);
    // A list parameter stands in text as it was given: comma-delimited.
    return Array.isArray(found) ? found.join(',') : text('Fn::Sub', found === NO_VALUE ? '' : found);
  });
}

function join(argument: Value, scope: Scope): Value {
  const [delimiter, items] = Array.isArray(argument) ? argument : [];
  if (typeof delimiter !== 'string' || items === undefined) {
    throw cloudFormationError.templateError(
      'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    );
  }
  const resolved = resolve(items, scope);
  if (isUnknown(resolved)) return UNKNOWN;
  return list('Fn::Join', resolved)
    .map((item) => text('Fn::Join', item))
    .join(delimiter);
}

const SELECT_ARGUMENTS = () =>
  cloudFormationError.templateError(
    'Fn::Select requires a list argument with two elements: an integer index and a list',
  );

function select(argument: Value, scope: Scope): Value {
  const [position, items] = Array.isArray(argument) ? argument : [];
  if (position === undefined || items === undefined) throw SELECT_ARGUMENTS();
  const index = resolve(position, scope);
  const resolved = resolve(items, scope);
  if (isUnknown(resolved) || isUnknown(index)) return UNKNOWN;
  if (!Array.isArray(resolved) || !/^\d+$/.test(String(index))) throw SELECT_ARGUMENTS();
  const found = resolved[Number(index)];
  if (found === undefined) throw SELECT_ARGUMENTS();
  return found;
}

function split(argument: Value, scope: Scope): Value {
  const [delimiter, source] = Array.isArray(argument) ? argument : [];
  if (typeof delimiter !== 'string' || source === undefined) {
    throw cloudFormationError.templateError(
      'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
    );
  }
  const resolved = text('Fn::Split', resolve(source, scope));
  return isUnknown(resolved) ? UNKNOWN : resolved.split(delimiter);
}

function chooseBranch(argument: Value, scope: Scope): Resolved {
  const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
  if (typeof name !== 'string' || whenTrue === undefined || whenFalse === undefined) {
    throw cloudFormationError.templateError(
      'Fn::If requires a list argument with the first element being a condition',
    );
  }
  return resolveAny(scope.condition(name) ? whenTrue : whenFalse, scope);
}

function findInMap(argument: Value, scope: Scope): Value {
  const [map, first, second, extra] = Array.isArray(argument) ? argument : [];
  if (map === undefined || first === undefined || second === undefined) {
    throw cloudFormationError.templateError(
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    );
  }
  const names = [map, first, second].map((part) => text('Fn::FindInMap', resolve(part, scope)));
  if (names.some(isUnknown)) return UNKNOWN;
  const [mapName, firstKey, secondKey] = names as [string, string, string];
  const found = scope.mapping(mapName, firstKey, secondKey);
  if (found !== undefined) return found;
  if (isMap(extra ?? null) && own(extra as ValueMap, 'DefaultValue') !== undefined) {
    demandExtensions('Fn::FindInMap with DefaultValue', scope);
    return resolve((extra as ValueMap)['DefaultValue'] as Value, scope);
  }
  throw cloudFormationError.templateError(`Unable to get mapping for ${names.join('::')}`);
}

/** Evaluates a condition: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`, or what resolves to a boolean. */
export function evaluateCondition(expression: Value, scope: Scope): boolean {
  const [name, argument] = asFunction(expression) ?? [];
  if (argument === undefined) return truth(expression);
  switch (name) {
    case 'Condition':
      return scope.condition(text('Condition', argument));
    case 'Fn::Equals': {
      const [left, right, ...more] = list('Fn::Equals', argument);
      if (left === undefined || right === undefined || more.length > 0) {
        throw cloudFormationError.templateError(
          'every Fn::Equals object requires a list of 2 string parameters.',
        );
      }
      return comparable(resolve(left, scope)) === comparable(resolve(right, scope));
    }
    case 'Fn::Not':
      return !operands(name, argument, 1, 1).some((operand) => evaluateCondition(operand, scope));
    case 'Fn::And':
      return operands(name, argument, 2, 10).every((operand) => evaluateCondition(operand, scope));
    case 'Fn::Or':
      return operands(name, argument, 2, 10).some((operand) => evaluateCondition(operand, scope));
    default:
      return truth(resolve(expression, scope));
  }
}

function truth(value: Value): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw cloudFormationError.templateFormatError('Every Condition member must be a boolean function.');
}

/** Scalars are compared as text, as they come from parameters. */
const comparable = (value: Value): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

function operands(name: string, argument: Value, least: number, most: number): Value[] {
  const found = list(name, argument);
  if (found.length < least || found.length > most) {
    const wanted = least === most ? `${least}` : `at least ${least} and at most ${most}`;
    throw cloudFormationError.templateError(
      `every ${name} object requires a list of ${wanted} boolean parameters.`,
    );
  }
  return found;
}

function demandExtensions(what: string, scope: Scope): void {
  if (scope.languageExtensions) return;
  throw cloudFormationError.templateFormatError(`${what} needs the transform AWS::LanguageExtensions`);
}

export function text(name: string, value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw cloudFormationError.templateError(
    `${name} must be given a string where it was given ${Array.isArray(value) ? 'a list' : 'an object'}.`,
  );
}

function list(name: string, value: Value): Value[] {
  if (Array.isArray(value)) return value;
  throw cloudFormationError.templateError(`${name} must be given a list.`);
}

function splitOnce(text: string, delimiter: string): string[] {
  const at = text.indexOf(delimiter);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + delimiter.length)];
}
