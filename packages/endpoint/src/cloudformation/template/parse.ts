import { z } from 'zod';
import { notSupported, templateFormatError, validationError } from '../errors.ts';
import { isMap, type ResourceDefinition, type Template, type Value, type ValueMap } from './template.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const LARGEST_BODY_BYTES = 51_200;
export const LARGEST_URL_BYTES = 1_000_000;
const MOST_RESOURCES = 500;
const MOST_PARAMETERS = 200;
const MOST_OUTPUTS = 200;

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

// What stands inside is JSON already: both parsers give nothing else.
const value = z.custom<Value>((found) => found !== undefined);
const valueMap = z.custom<ValueMap>((found) => isMap(found), 'must be an object');
const scalarText = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const count = z.union([z.number(), z.string().regex(/^-?[\d.]+$/)]).transform(Number);

const parameter = z.strictObject({
  Type: z.string(),
  Default: scalarText.optional(),
  Description: z.string().optional(),
  NoEcho: z.union([z.boolean(), z.stringbool()]).default(false),
  AllowedValues: z.array(scalarText).optional(),
  AllowedPattern: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  MinLength: count.optional(),
  MaxLength: count.optional(),
  MinValue: count.optional(),
  MaxValue: count.optional(),
});

const resource = z.strictObject({
  Type: z.string(),
  Properties: valueMap.default({}),
  DependsOn: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
  Metadata: value.optional(),
  DeletionPolicy: value.optional(),
  UpdateReplacePolicy: value.optional(),
});

const output = z
  .strictObject({
    Value: value,
    Description: z.string().optional(),
    Condition: z.string().optional(),
    Export: z.strictObject({ Name: value }).optional(),
  })
  .transform(({ Export, ...rest }) => ({ ...rest, ...(Export && { ExportName: Export.Name }) }));

const rule = z.strictObject({
  RuleCondition: value.optional(),
  Assertions: z.array(z.strictObject({ Assert: value, AssertDescription: z.string().optional() })).min(1),
});

const mapping = z.record(z.string(), valueMap);

/** Reads a template from JSON or YAML and checks its shape. Throws ValidationError as CloudFormation words it. */
export async function parseTemplate(body: string): Promise<Template> {
  const raw = await parseText(body);
  if (!isMap(raw)) throw templateFormatError('unsupported structure.');
  const unknown = Object.keys(raw).filter((name) => !SECTIONS.has(name));
  if (unknown.length > 0) {
    throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  }
  const version = raw['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') {
    throw templateFormatError('Template format version not supported');
  }
  const transforms = readTransforms(raw['Transform']);
  if (!isMap(raw['Resources'] ?? null) || Object.keys(raw['Resources'] as ValueMap).length === 0) {
    throw templateFormatError('At least one Resources member must be defined.');
  }
  const template: Template = {
    description: readDescription(raw['Description']),
    metadata: raw['Metadata'],
    transforms,
    languageExtensions: transforms.includes(LANGUAGE_EXTENSIONS),
    parameters: readSection(raw, 'Parameters', parameter),
    mappings: readSection(raw, 'Mappings', mapping),
    conditions: readSection(raw, 'Conditions', value),
    rules: readSection(raw, 'Rules', rule),
    resources: readResources(raw),
    outputs: readSection(raw, 'Outputs', output),
  };
  checkCount('resources', template.resources, MOST_RESOURCES);
  checkCount('parameters', template.parameters, MOST_PARAMETERS);
  checkCount('outputs', template.outputs, MOST_OUTPUTS);
  return template;
}

async function parseText(body: string): Promise<Value> {
  if (body.trimStart().startsWith('{')) {
    try {
      return JSON.parse(body) as Value;
    } catch {
      throw templateFormatError('JSON not well-formed.');
    }
  }
  // Most templates are JSON: the YAML parser is loaded for those that are not.
  const { parseYaml } = await import('./yaml.ts');
  return parseYaml(body) as Value;
}

function readTransforms(raw: Value | undefined): string[] {
  if (raw === undefined) return [];
  const names = Array.isArray(raw) ? raw : [raw];
  for (const name of names) {
    if (name !== LANGUAGE_EXTENSIONS) {
      throw notSupported(`the template transform ${typeof name === 'string' ? name : 'given as an object'}`);
    }
  }
  return names as string[];
}

function readDescription(raw: Value | undefined): string | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw !== 'string') throw templateFormatError('every Description member must be a string.');
  if (Buffer.byteLength(raw) > 1024)
    throw templateFormatError('Template description is longer than 1024 bytes.');
  return raw;
}

function readSection<T>(raw: ValueMap, section: string, schema: z.ZodType<T>): Record<string, T> {
  const content = raw[section];
  if (content === undefined || content === null) return {};
  if (!isMap(content)) throw templateFormatError(`${section} must be an object.`);
  return Object.fromEntries(
    Object.entries(content).map(([name, definition]) => {
      if (section !== 'Conditions' && section !== 'Mappings' && !/^[a-zA-Z0-9]{1,255}$/.test(name)) {
        throw templateFormatError(`${section} name '${name}' is non alphanumeric.`);
      }
      const parsed = schema.safeParse(definition);
      if (parsed.success) return [name, parsed.data];
      throw templateFormatError(describe(`/${section}/${name}`, parsed.error));
    }),
  );
}

function readResources(raw: ValueMap): Record<string, ResourceDefinition> {
  for (const [name, definition] of Object.entries(raw['Resources'] as ValueMap)) {
    if (!isMap(definition)) {
      throw templateFormatError(`[/Resources/${name}] resource definition is malformed`);
    }
    if (definition['Type'] === undefined) {
      throw templateFormatError(`[/Resources/${name}] Every Resources object must contain a Type member.`);
    }
    for (const attribute of ['CreationPolicy', 'UpdatePolicy']) {
      if (attribute in definition) throw notSupported(`${attribute} of the resource ${name}`);
    }
  }
  return readSection(raw, 'Resources', resource);
}

function describe(path: string, error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const kind = path.startsWith('/Resources') ? 'resource property' : 'property';
    return `[${path}] Invalid template ${kind} '${issue.keys[0]}'`;
  }
  return `[${[path, ...(issue?.path ?? [])].join('/')}] ${issue?.message ?? 'is malformed'}`;
}

function checkCount(kind: string, section: object, most: number): void {
  const size = Object.keys(section).length;
  if (size > most) {
    throw templateFormatError(`Number of ${kind}, ${size}, is greater than maximum allowed, ${most}`);
  }
}
