import { z } from 'zod';
import { isMap, type Mapping, type Value, type ValueMap } from './template.ts';

/** What the members of a template's sections look like, with CloudFormation's words where they do not. */

// What stands inside is JSON already: both parsers give nothing else.
const value = z.custom<Value>((found) => found !== undefined);
const scalarText = (message: string) =>
  z.union([z.string(), z.number(), z.boolean()], message).transform(String);
const count = z.union([z.number(), z.string().regex(/^-?[\d.]+$/)]).transform(Number);

const must = (kind: string, what: string) => `Every ${kind} member must be ${what}.`;

export const parameter = z.strictObject(
  {
    Type: z.string('Every Parameters object must contain a Type member.'),
    Default: scalarText(must('Default', 'a string')).optional(),
    Description: z
      .string(must('Description', 'a string'))
      .max(4000, 'A parameter description may have at most 4000 characters.')
      .optional(),
    NoEcho: z.union([z.boolean(), z.stringbool()], must('NoEcho', 'a boolean')).default(false),
    AllowedValues: z
      .array(scalarText('Every AllowedValues value must be a string.'), must('AllowedValues', 'a list'))
      .optional(),
    AllowedPattern: z.string(must('AllowedPattern', 'a string')).optional(),
    ConstraintDescription: z.string(must('ConstraintDescription', 'a string')).optional(),
    MinLength: count.optional(),
    MaxLength: count.optional(),
    MinValue: count.optional(),
    MaxValue: count.optional(),
  },
  'Any Parameters member must be an object.',
);

export const resource = z.strictObject(
  {
    Type: z.string('Every Resources object must contain a Type member.'),
    Properties: z.custom<ValueMap>((found) => isMap(found), must('Properties', 'an object')).default({}),
    DependsOn: z
      .union(
        [z.string().transform((name) => [name]), z.array(z.string())],
        'DependsOn must be a string or list of strings.',
      )
      .default([]),
    Condition: z.string(must('Condition', 'a string')).optional(),
    Metadata: value.optional(),
    DeletionPolicy: value.optional(),
    UpdateReplacePolicy: value.optional(),
    CreationPolicy: value.optional(),
    UpdatePolicy: value.optional(),
  },
  'Any Resources member must be an object.',
);

export const output = z
  .strictObject(
    {
      Value: z.custom<Value>(
        (found) => found !== undefined,
        'Every Outputs member must contain a Value object',
      ),
      Description: z.string(must('Description', 'a string')).optional(),
      Condition: z.string(must('Condition', 'a string')).optional(),
      Export: z.strictObject({ Name: value }, must('Export', 'an object with a Name')).optional(),
    },
    'Any Outputs member must be an object.',
  )
  .transform(({ Export, ...rest }) => ({ ...rest, ...(Export && { ExportName: Export.Name }) }));

export const rule = z.strictObject({
  RuleCondition: value.optional(),
  Assertions: z.array(z.strictObject({ Assert: value, AssertDescription: z.string().optional() })).min(1),
});

export const condition = value;

const NOT_STATIC = 'Every Mappings attribute must be a String or a List.';
const MAX_MAPPING_ATTRIBUTES = 200;

/** A mapping: keys, and under each of them attributes, which are texts or lists and never functions. */
export function readMapping(name: string, raw: unknown): Mapping | string {
  if (!isMap(raw)) return `Every Mappings member ${name} must be a map`;
  const mapping = new Map<string, ReadonlyMap<string, Value>>();
  for (const [key, attributes] of Object.entries(raw)) {
    if (!isMap(attributes)) return `Every Mappings member ${name} must be a map`;
    if (!/^[a-zA-Z0-9.-]{1,255}$/.test(key)) return notAlphanumeric(key);
    const entries = Object.entries(attributes);
    if (entries.length > MAX_MAPPING_ATTRIBUTES) {
      return `Number of attributes for mapping ${name}, ${entries.length}, is greater than maximum allowed, ${MAX_MAPPING_ATTRIBUTES}`;
    }
    for (const [attribute, member] of entries) {
      if (!/^[a-zA-Z0-9]{1,255}$/.test(attribute)) return notAlphanumeric(attribute);
      const scalars = Array.isArray(member) ? member : [member];
      if (scalars.some((scalar) => typeof scalar === 'object')) return NOT_STATIC;
    }
    mapping.set(key, new Map(entries));
  }
  return mapping;
}

const notAlphanumeric = (name: string): string =>
  `Mappings attribute name '${name}' must contain only alphanumeric characters.`;
