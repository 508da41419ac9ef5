import { own } from '../../core/own.ts';
import { cloudFormationError } from '../errors.ts';
import { NO_VALUE, type Scope } from '../template/intrinsics.ts';
import type { StackParameters } from '../template/parameters.ts';
import type { Template, Value } from '../template/template.ts';

/** Who a stack is: what the pseudo parameters stand for. */
export interface StackIdentity {
  id: string;
  name: string;
  accountId: string;
  region: string;
  notificationArns: readonly string[];
}

/** How a scope reads resources: as they stand, or as a change set foresees them. */
export interface ResourceLookup {
  ref(logicalId: string): Value | undefined;
  getAtt(logicalId: string, attribute: string): Value | undefined;
}

interface ScopeOptions {
  template: Template;
  identity: StackIdentity;
  parameters: StackParameters;
  conditions: ReadonlyMap<string, boolean>;
  resources: ResourceLookup;
  importValue: (name: string) => string;
}

export function createScope(options: ScopeOptions): Scope {
  const { template, identity, parameters, conditions, resources } = options;
  return {
    region: identity.region,
    languageExtensions: template.languageExtensions,
    ref(name) {
      const pseudo = pseudoParameter(name, identity);
      if (pseudo !== undefined) return pseudo;
      const parameter = own(parameters, name);
      if (parameter !== undefined) return parameter.resolved;
      const found = resources.ref(name);
      if (found === undefined) throw unresolved(name);
      return found;
    },
    getAtt(logicalId, attribute) {
      const found = resources.getAtt(logicalId, attribute);
      if (found !== undefined) return found;
      throw cloudFormationError.templateError(
        `resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`,
      );
    },
    condition(name) {
      const found = conditions.get(name);
      if (found === undefined) {
        throw cloudFormationError.templateError(`unresolved condition dependency ${name} in Fn::If`);
      }
      return found;
    },
    mapping: (map, first, second) => template.mappings.get(map)?.get(first)?.get(second),
    importValue: options.importValue,
  };
}

const unresolved = (name: string) =>
  cloudFormationError.validation(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );

function pseudoParameter(name: string, identity: StackIdentity): Value | typeof NO_VALUE | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return identity.accountId;
    case 'AWS::NoValue':
      return NO_VALUE;
    case 'AWS::NotificationARNs':
      return [...identity.notificationArns];
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::Region':
      return identity.region;
    case 'AWS::StackId':
      return identity.id;
    case 'AWS::StackName':
      return identity.name;
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    default:
      return undefined;
  }
}

/** For conditions and rules, which see parameters alone. */
export const NO_RESOURCES: ResourceLookup = { ref: () => undefined, getAtt: () => undefined };
