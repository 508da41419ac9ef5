import type { Capability } from '@aws-sdk/client-cloudformation';
import type { Tag } from '../resources/resource-type.ts';
import type { Graph } from '../template/graph.ts';
import type { StackParameters } from '../template/parameters.ts';
import type { Problem } from '../template/problem.ts';
import type { Template } from '../template/template.ts';
import type { StackIdentity } from './scope.ts';

/** A submitted template with everything known that can be known before a resource is touched. */
export interface Prepared {
  readonly body: string;
  readonly template: Template;
  readonly parameters: StackParameters;
  readonly conditions: ReadonlyMap<string, boolean>;
  /** The active resources and what each depends on. */
  readonly graph: Graph;
  readonly tags: Tag[];
  readonly capabilities: Capability[];
  readonly identity: StackIdentity;
  /** What is known to fail, without a resource having been touched. */
  readonly problems: readonly Problem[];
  /** Functions of CDK's own providers whose work the endpoint does itself. */
  readonly nativeProviders: ReadonlySet<string>;
}
