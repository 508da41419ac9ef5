import type { z } from 'zod';
import { cloudFormationError } from '../errors.ts';
import { readText } from './read-text.ts';
import { condition, output, parameter, readMapping, resource, rule } from './sections.ts';
import {
  isMap,
  type Mapping,
  type ResourceDefinition,
  type Template,
  type Value,
  type ValueMap,
} from './template.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const MAX_BODY_BYTES = 51_200;
export const MAX_URL_BYTES = 1_000_000;
const MAX_DESCRIPTION_BYTES = 1024;
const MAX_NAME_LENGTH = 255;
const MAX_MEMBERS: Readonly<Record<string, number>> = {
  Mappings: 200,
  Outputs: 200,
  Parameters: 200,
  Resources: 500,
};

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
]);

const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Reads a template from JSON or YAML and checks its shape. Throws ValidationError as CloudFormation words it. */
export async function parseTemplate(body: string): Promise<Template> {
  const raw = await readText(body);
  if (!isMap(raw)) throw cloudFormationError.templateFormatError('unsupported structure.');
  const unknown = Object.keys(raw).filter((name) => !SECTIONS.has(name));
  if (unknown.length > 0) {
    throw cloudFormationError.validation(`Invalid template property or properties [${unknown.join(', ')}]`);
  }
  const version = raw['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') {
    throw cloudFormationError.templateFormatError('Template format version not supported');
  }
  const transforms = readTransforms(raw['Transform']);
  const languageExtensions = transforms.includes(LANGUAGE_EXTENSIONS);
  return {
    description: readDescription(raw['Description']),
    metadata: raw['Metadata'],
    transforms,
    languageExtensions,
    parameters: readSection(raw, 'Parameters', 'parameter', parameter),
    mappings: readMappings(raw),
    conditions: readSection(raw, 'Conditions', 'condition', condition),
    rules: readSection(raw, 'Rules', 'rule', rule),
    resources: readResources(raw, languageExtensions),
    outputs: readSection(raw, 'Outputs', 'output', output),
  };
}

function readTransforms(raw: Value | undefined): string[] {
  if (raw === undefined) return [];
  const names = Array.isArray(raw) ? raw : [raw];
  for (const name of names) {
    if (name !== LANGUAGE_EXTENSIONS) {
      throw cloudFormationError.notImplemented(
        `the template transform ${typeof name === 'string' ? name : 'given as an object'}`,
      );
    }
  }
  return names as string[];
}

function readDescription(raw: Value | undefined): string | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw !== 'string')
    throw cloudFormationError.templateFormatError('every Description member must be a string.');
  if (Buffer.byteLength(raw) > MAX_DESCRIPTION_BYTES) {
    throw cloudFormationError.templateFormatError(
      `Template description is longer than ${MAX_DESCRIPTION_BYTES} bytes.`,
    );
  }
  return raw;
}

function membersOf(raw: ValueMap, section: string): [name: string, definition: Value][] {
  const content = raw[section] ?? {};
  if (!isMap(content))
    throw cloudFormationError.templateFormatError(`Every ${section} object must be a map.`);
  const members = Object.entries(content);
  const most = MAX_MEMBERS[section];
  if (most !== undefined && members.length > most) {
    throw cloudFormationError.templateFormatError(
      `Number of ${section.toLowerCase()}, ${members.length}, is greater than maximum allowed, ${most}`,
    );
  }
  return members;
}

function readSection<T>(
  raw: ValueMap,
  section: string,
  kind: 'condition' | 'output' | 'parameter' | 'resource' | 'rule',
  schema: z.ZodType<T>,
): ReadonlyMap<string, T> {
  const read = new Map<string, T>();
  for (const [name, definition] of membersOf(raw, section)) {
    if (name.startsWith('Fn::'))
      throw cloudFormationError.notImplemented(`the function ${name.split('::', 2).join('::')}`);
    checkName(kind, name);
    const parsed = schema.safeParse(definition);
    if (!parsed.success) throw malformed(kind, `/${section}/${name}`, parsed.error);
    read.set(name, parsed.data);
  }
  return read;
}

function checkName(kind: string, name: string): void {
  const title = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
  if (!(kind === 'condition' ? /^[\w&]+$/ : /^[a-zA-Z0-9]+$/).test(name)) {
    throw cloudFormationError.templateFormatError(`${title} name ${name} is non alphanumeric.`);
  }
  if (name.length > MAX_NAME_LENGTH) {
    throw cloudFormationError.templateFormatError(
      `${title} name ${name} is longer than ${MAX_NAME_LENGTH} characters.`,
    );
  }
}

function malformed(kind: string, path: string, error: z.ZodError) {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return cloudFormationError.validation(`Invalid template ${kind} property '${issue.keys[0]}'`);
  }
  const message = issue?.message ?? 'is malformed';
  // Messages of outputs name no path; the others do.
  if (kind === 'output') return cloudFormationError.templateFormatError(message);
  const inner = kind === 'resource' ? [] : (issue?.path ?? []);
  return cloudFormationError.templateFormatError(`[${[path, ...inner].join('/')}] ${message}`);
}

function readMappings(raw: ValueMap): ReadonlyMap<string, Mapping> {
  const mappings = new Map<string, Mapping>();
  for (const [name, definition] of membersOf(raw, 'Mappings')) {
    checkName('mapping', name);
    const mapping = readMapping(name, definition);
    if (typeof mapping === 'string') throw cloudFormationError.templateFormatError(mapping);
    mappings.set(name, mapping);
  }
  return mappings;
}

function readResources(raw: ValueMap, languageExtensions: boolean): ReadonlyMap<string, ResourceDefinition> {
  const members = membersOf(raw, 'Resources');
  if (members.length === 0)
    throw cloudFormationError.templateFormatError('At least one Resources member must be defined.');
  for (const [, definition] of members) {
    if (!isMap(definition))
      throw cloudFormationError.templateFormatError('Any Resources member must be an object.');
    for (const kind of ['DeletionPolicy', 'UpdateReplacePolicy']) {
      const policy = definition[kind];
      // With the language extensions it may be a function of parameters.
      if (policy === undefined || typeof policy === 'string' || (languageExtensions && isMap(policy)))
        continue;
      throw cloudFormationError.templateFormatError(`Every ${kind} member must be a string.`);
    }
  }
  return readSection(raw, 'Resources', 'resource', resource);
}
