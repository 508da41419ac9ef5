import type { Capability } from '@aws-sdk/client-cloudformation';
import type { z } from 'zod';
import type { EndpointContext } from '../../core/context.ts';
import type { CustomResourceAnswers } from '../custom/answers.ts';
import type { ValueMap } from '../template/template.ts';

export type Attributes = Record<string, unknown>;

export interface Tag {
  Key: string;
  Value: string;
}

/** What a resource type is given to do its work. Other services are reached through `call` alone. */
export interface ResourceContext
  extends Pick<EndpointContext, 'accountId' | 'region' | 'clock' | 'newId' | 'call' | 'url'> {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** What the stack's request has acknowledged; nested stacks may do the same. */
  readonly capabilities: readonly Capability[];
  /** The stack's own tags, which resources inherit. */
  readonly stackTags: readonly Tag[];
  /** A physical name as CloudFormation makes them: `<stack>-<logical id>-<random>`, at most `longest` characters. */
  generateName(longest: number): string;
  /** Where custom resources answer. */
  readonly answers: CustomResourceAnswers;
  /** Says that the resource exists under this physical id: what fails afterwards is then cleaned up. */
  identify(physicalId: string): void;
  /** Asks again and again until `probe` gives a value; fails after `seconds`. */
  until<T>(what: string, probe: () => Promise<T | undefined>, seconds?: number): Promise<T>;
}

export interface Unsupported {
  /** Below the resource's properties, such as `Integration/Type`. */
  path: string;
  /** What is not implemented, such as `the runtime python3.12`. */
  what: string;
}

export interface Provisioned {
  /** What `Ref` gives. */
  physicalId: string;
  /** What `Fn::GetAtt` gives. */
  attributes?: Attributes;
}

export interface Change<P> {
  physicalId: string;
  properties: P;
  previous: P;
  attributes: Attributes;
}

/** One resource type, with its properties checked. Errors of the services pass through as they are. */
export interface ResourceType {
  readonly type: string;
  /** Its properties; names that are not here are refused as AWS does. */
  readonly properties: z.ZodType<object>;
  /** Properties whose change asks for a new resource. */
  readonly createOnly: readonly string[];
  /** The property that gives the resource a name of its own; with it, it cannot be replaced while the name stays. */
  readonly customName?: string;
  /** How the stack's tags go onto it. */
  readonly tags?: 'list' | 'map';
  /** Names for `Fn::GetAtt`; `any` where the resource itself decides. */
  readonly attributes: readonly string[] | 'any';
  /** Properties that AWS has and this type does not: refused by name, never ignored. */
  readonly unsupported?: readonly string[];
  /** Values that AWS takes and this type does not, as far as the template says them: refused before anything is made. */
  unsupportedValues?(properties: ValueMap): readonly Unsupported[];
  /** A change that `createOnly` cannot express. */
  replaces?(before: ValueMap, after: ValueMap): boolean;
  /**
   * The physical id where the template or CloudFormation chooses it, known before the creating call: it is recorded
   * first, so that an interrupted creation can be cleaned up. Absent where the service assigns the id.
   */
  physicalIdOf?(properties: never, context: ResourceContext): string;
  /** Whether a resource of that physical id exists. Absent where the id is always a generated one. */
  exists?(resource: { physicalId: string; properties: never }, context: ResourceContext): Promise<boolean>;
  /** The property that names the parent within which physical ids are unique; by default the account and region. */
  readonly uniqueWithin?: string;
  /** `physicalId` is what `physicalIdOf` gave, and empty where the service assigns the id. */
  create(properties: never, context: ResourceContext, physicalId: string): Promise<Provisioned>;
  /** Absent where every property is create-only. A new physical id means that the resource was replaced. */
  update?(change: Change<never>, context: ResourceContext): Promise<Provisioned>;
  delete(
    resource: { physicalId: string; properties: never; attributes: Attributes },
    context: ResourceContext,
  ): Promise<void>;
}

/** Declares a resource type; what its functions are given is typed by its schema. */
export function resourceType<Schema extends z.ZodType<object>>(
  definition: Omit<
    ResourceType,
    'properties' | 'physicalIdOf' | 'exists' | 'create' | 'update' | 'delete'
  > & {
    properties: Schema;
    physicalIdOf?(properties: z.output<Schema>, context: ResourceContext): string;
    exists?(
      resource: { physicalId: string; properties: z.output<Schema> },
      context: ResourceContext,
    ): Promise<boolean>;
    create(properties: z.output<Schema>, context: ResourceContext, physicalId: string): Promise<Provisioned>;
    update?(change: Change<z.output<Schema>>, context: ResourceContext): Promise<Provisioned>;
    delete(
      resource: { physicalId: string; properties: z.output<Schema>; attributes: Attributes },
      context: ResourceContext,
    ): Promise<void>;
  },
): ResourceType {
  return definition;
}
