import { z } from 'zod';
import { record } from '../core/input.ts';
import { iamError } from './errors.ts';

/** A policy as it was written, and its statements in one form, ready to be evaluated. */
export interface PolicyDocument {
  text: string;
  statements: Statement[];
}

export interface Statement {
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  /** Exactly one of each pair; what a policy of its kind does not have is undefined. */
  actions: string[] | undefined;
  notActions: string[] | undefined;
  resources: string[] | undefined;
  notResources: string[] | undefined;
  /** Ids by kind (`AWS`, `Service`, `Federated`, `CanonicalUser`); `*` stands as `{ AWS: ['*'] }`. */
  principals: Record<string, string[]> | undefined;
  notPrincipals: Record<string, string[]> | undefined;
  /** Operator → key → values. */
  conditions: Record<string, Record<string, string[]>>;
}

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const principal = z.union([
  z.literal('*').transform((): Record<string, string[]> => ({ AWS: ['*'] })),
  z
    .record(z.enum(['AWS', 'Service', 'Federated', 'CanonicalUser']), texts.optional())
    .transform(withoutUndefined),
]);
const conditionValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const condition = record(
  record(z.union([conditionValue.transform((one) => [one]), z.array(conditionValue)])),
);

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Condition: condition.default({}),
  })
  .transform(
    (raw): Statement => ({
      sid: raw.Sid,
      effect: raw.Effect,
      actions: raw.Action,
      notActions: raw.NotAction,
      resources: raw.Resource,
      notResources: raw.NotResource,
      principals: raw.Principal,
      notPrincipals: raw.NotPrincipal,
      conditions: raw.Condition,
    }),
  );

const document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

/** What a role may do: says actions and resources, and never whom it is about. */
export function parseIdentityPolicy(text: string): PolicyDocument {
  const statements = parse(text);
  for (const each of statements) {
    if (each.principals || each.notPrincipals) {
      throw iamError.malformedPolicyDocument('Policy document should not specify a principal.');
    }
    exactlyOne(each.actions, each.notActions, 'Policy statement must contain actions.');
    exactlyOne(each.resources, each.notResources, 'Policy statement must contain resources.');
    for (const action of [...(each.actions ?? []), ...(each.notActions ?? [])]) {
      if (action !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) {
        throw iamError.malformedPolicyDocument(
          'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
        );
      }
    }
    for (const resource of [...(each.resources ?? []), ...(each.notResources ?? [])]) {
      if (resource !== '*' && !/^(arn|\*|\$\{)/.test(resource)) {
        throw iamError.malformedPolicyDocument('Resource must be in ARN format or "*".');
      }
    }
  }
  return { text, statements };
}

const MAX_MANAGED_POLICY_LENGTH = 6144;

export function checkManagedPolicy(text: string): PolicyDocument {
  const document = parseIdentityPolicy(text);
  if (policySize(document) <= MAX_MANAGED_POLICY_LENGTH) return document;
  throw iamError.limitExceeded(`Cannot exceed quota for PolicySize: ${MAX_MANAGED_POLICY_LENGTH}`);
}

/** Who may assume a role: says principals, and never a resource, for that is the role itself. */
export function parseTrustPolicy(text: string): PolicyDocument {
  const statements = parse(text);
  for (const each of statements) {
    if (each.resources || each.notResources) {
      throw iamError.malformedPolicyDocument('Has prohibited field Resource');
    }
    exactlyOne(each.principals, each.notPrincipals, 'Missing required field Principal');
    exactlyOne(each.actions, each.notActions, 'Missing required field Action');
    if (
      ![...(each.actions ?? []), ...(each.notActions ?? [])].every((action) => /^(sts:|\*$)/.test(action))
    ) {
      throw iamError.malformedPolicyDocument('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
  return { text, statements };
}

/** Limits count characters that are not white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function policySize({ text }: PolicyDocument): number {
  return text.replace(/\s/g, '').length;
}

/** As IAM gives documents back: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function encodeDocument({ text }: PolicyDocument): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parse(text: string): Statement[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw iamError.malformedPolicyDocument('This policy contains invalid Json');
  }
  const parsed = document.safeParse(json);
  if (!parsed.success) throw iamError.malformedPolicyDocument('Syntax errors in policy.');
  if (parsed.data.Statement.length === 0) throw iamError.malformedPolicyDocument('Syntax errors in policy.');
  const sids = parsed.data.Statement.flatMap(({ sid }) => (sid ? [sid] : []));
  if (new Set(sids).size < sids.length) {
    throw iamError.malformedPolicyDocument('Statement IDs (SID) in a single policy must be unique.');
  }
  return parsed.data.Statement;
}

function exactlyOne(one: unknown, other: unknown, message: string): void {
  if ((one === undefined) === (other === undefined)) throw iamError.malformedPolicyDocument(message);
}

function withoutUndefined(record: Partial<Record<string, string[]>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([kind, ids]) => (ids === undefined ? [] : [[kind, ids]])),
  );
}
