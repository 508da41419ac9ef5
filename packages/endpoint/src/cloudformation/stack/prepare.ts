import type { CloudFormationEngine } from '../engine.ts';
import { insufficientCapabilities } from '../errors.ts';
import { KNOWN_TYPES } from '../resources/registry.ts';
import type { Tag } from '../resources/resource-type.ts';
import { evaluateConditions } from '../template/conditions.ts';
import { type GivenParameter, resolveParameters, type StackParameters } from '../template/parameters.ts';
import { parseTemplate } from '../template/parse.ts';
import { checkRules } from '../template/rules.ts';
import type { Template } from '../template/template.ts';
import { dependencyGraph, validateTemplate } from '../template/validate.ts';
import { importValue } from './exports.ts';
import { fetchParameters } from './fetch-parameters.ts';
import { nativeProviders } from './native-providers.ts';
import type { Prepared } from './prepared.ts';
import { findProblems } from './problems.ts';
import { createScope, NO_RESOURCES, type ResourceLookup, type StackIdentity } from './scope.ts';

interface Submission {
  body: string;
  parameters: readonly GivenParameter[];
  /** Values for UsePreviousValue. */
  previous: StackParameters;
  tags: readonly Tag[];
  capabilities: readonly string[];
  identity: StackIdentity;
}

/** Checks a template against everything but the services. Throws before anything is changed. */
export async function prepare(engine: CloudFormationEngine, submission: Submission): Promise<Prepared> {
  const { body, identity } = submission;
  const template = await parseTemplate(body);
  validateTemplate(template, KNOWN_TYPES);
  demandCapabilities(template, submission.capabilities);
  const parameters = await resolveParameters(
    template,
    submission.parameters,
    submission.previous,
    fetchParameters(engine),
    engine.context.patterns,
  );
  const bare = { template, identity, parameters, conditions: new Map(), resources: NO_RESOURCES };
  const scope = createScope({ ...bare, importValue: (name) => importValue(engine, name) });
  const conditions = evaluateConditions(template.conditions, scope);
  checkRules(template.rules, { ...scope, condition: (name) => conditions.get(name) === true });
  const prepared = {
    body,
    template,
    parameters,
    conditions,
    graph: dependencyGraph(template, conditions),
    tags: [...submission.tags],
    capabilities: [...submission.capabilities],
    identity,
    nativeProviders: nativeProviders(template),
  };
  return { ...prepared, problems: findProblems(prepared) };
}

/** The scope in which a prepared template's resources and outputs are resolved. */
export function scopeOf(
  engine: CloudFormationEngine,
  prepared: Prepared,
  resources: ResourceLookup,
  imports: Set<string>,
) {
  return createScope({
    ...prepared,
    resources,
    importValue(name) {
      imports.add(name);
      return importValue(engine, name);
    },
  });
}

const NAMED: Record<string, string> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::Group': 'GroupName',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html#capabilities */
export function requiredCapability(
  template: Template,
): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | undefined {
  const iam = [...template.resources.values()].filter(({ Type }) => Type.startsWith('AWS::IAM::'));
  if (iam.length === 0) return undefined;
  const named = iam.some(({ Type, Properties }) => Object.hasOwn(Properties, NAMED[Type] ?? ''));
  return named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}

function demandCapabilities(template: Template, given: readonly string[]): void {
  const required = requiredCapability(template);
  if (required === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(required)) return;
  throw insufficientCapabilities(required);
}
