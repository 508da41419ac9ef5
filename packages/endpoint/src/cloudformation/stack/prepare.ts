import type { Capability } from '@aws-sdk/client-cloudformation';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
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
  capabilities: readonly Capability[];
  /** Types that the template may have; without them, all. */
  resourceTypes?: readonly string[] | undefined;
  /** Whether it is deployed without a change set: transforms then need to be acknowledged. */
  expandsDirectly?: boolean;
  identity: StackIdentity;
}

/** Checks a template against everything but the services. Throws before anything is changed. */
export async function prepare(engine: CloudFormationEngine, submission: Submission): Promise<Prepared> {
  const { body, identity } = submission;
  const template = await parseTemplate(body);
  validateTemplate(template, KNOWN_TYPES);
  demandResourceTypes(template, submission.resourceTypes ?? []);
  demandCapabilities(template, submission);
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

function demandCapabilities(
  template: Template,
  { capabilities, expandsDirectly = false }: Pick<Submission, 'capabilities' | 'expandsDirectly'>,
): void {
  if (expandsDirectly && template.transforms.length > 0 && !capabilities.includes('CAPABILITY_AUTO_EXPAND')) {
    throw cloudFormationError.insufficientCapabilities('CAPABILITY_AUTO_EXPAND');
  }
  const required = requiredCapability(template);
  if (required === undefined || capabilities.includes('CAPABILITY_NAMED_IAM')) return;
  if (!capabilities.includes(required)) throw cloudFormationError.insufficientCapabilities(required);
}

/** `AWS::EC2::Instance`, `AWS::EC2::*`, `AWS::*`, `Custom::*`, `Custom::<name>`. */
function demandResourceTypes(template: Template, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  const matches = (type: string) =>
    allowed.some((one) => (one.endsWith('::*') ? type.startsWith(one.slice(0, -1)) : type === one));
  for (const { Type } of template.resources.values()) {
    if (matches(Type)) continue;
    throw cloudFormationError.validation(
      `Resource type ${Type} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`,
    );
  }
}
