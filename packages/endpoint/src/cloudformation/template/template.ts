/** What a template says, as JSON: intrinsic functions still stand in it. */
export type Value = string | number | boolean | null | Value[] | ValueMap;
export interface ValueMap {
  [key: string]: Value;
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

export interface ParameterDefinition {
  Type: string;
  Default?: string | undefined;
  Description?: string | undefined;
  NoEcho: boolean;
  AllowedValues?: string[] | undefined;
  AllowedPattern?: string | undefined;
  ConstraintDescription?: string | undefined;
  MinLength?: number | undefined;
  MaxLength?: number | undefined;
  MinValue?: number | undefined;
  MaxValue?: number | undefined;
}

export interface ResourceDefinition {
  Type: string;
  Properties: ValueMap;
  DependsOn: string[];
  Condition?: string | undefined;
  Metadata?: Value | undefined;
  /** May be an intrinsic with the language extensions; resolved when the stack is deployed. */
  DeletionPolicy?: Value | undefined;
  UpdateReplacePolicy?: Value | undefined;
  CreationPolicy?: Value | undefined;
  UpdatePolicy?: Value | undefined;
}

export interface OutputDefinition {
  Value: Value;
  Description?: string | undefined;
  Condition?: string | undefined;
  ExportName?: Value | undefined;
}

export interface RuleDefinition {
  RuleCondition?: Value | undefined;
  Assertions: { Assert: Value; AssertDescription?: string | undefined }[];
}

/** Attributes by key, values by attribute. */
export type Mapping = ReadonlyMap<string, ReadonlyMap<string, Value>>;

export interface Template {
  description: string | undefined;
  metadata: Value | undefined;
  transforms: string[];
  /** Whether `AWS::LanguageExtensions` is among the transforms. */
  languageExtensions: boolean;
  // By names from outside: maps, because a name may be that of a member of every object.
  parameters: ReadonlyMap<string, ParameterDefinition>;
  mappings: ReadonlyMap<string, Mapping>;
  conditions: ReadonlyMap<string, Value>;
  rules: ReadonlyMap<string, RuleDefinition>;
  resources: ReadonlyMap<string, ResourceDefinition>;
  outputs: ReadonlyMap<string, OutputDefinition>;
}

export function isMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The intrinsic function that an object is, such as `['Fn::Join', [...]]`; undefined for plain objects. */
export function asFunction(value: Value): [name: string, argument: Value] | undefined {
  if (!isMap(value)) return undefined;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return undefined;
  const [name] = entry;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? entry : undefined;
}
