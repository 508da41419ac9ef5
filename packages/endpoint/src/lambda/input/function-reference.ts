import { z } from 'zod';
import type { EndpointContext } from '../../core/context.ts';
import { lambdaError } from '../errors.ts';

/** Members that most actions take. */
export const functionName = z.string().min(1).max(140);
export const qualifier = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(\$LATEST|[a-zA-Z0-9-_]+)$/);
/** Operations on policies take a dollar sign anywhere, and then find nothing. */
export const policyQualifier = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-zA-Z0-9-_$]+$/);
export const aliasName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!^[0-9]+$)([a-zA-Z0-9-_]+)$/, 'must be an alias name');
export const versionNumber = z
  .string()
  .max(1024)
  .regex(/^(\$LATEST|[0-9]+)$/, 'must be a version');

export interface FunctionReference {
  name: string;
  /** `$LATEST`, a version or an alias. */
  qualifier?: string;
}

const MAX_NAME_LENGTH = 64;

/** As the API has it: the words `arn:aws:lambda:`, region, account and `function:` may each be left out. */
const REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** A name, an ARN or a partial ARN, each with a qualifier or without. */
export function parseReference(
  context: EndpointContext,
  text: string,
  separate?: string | undefined,
): FunctionReference {
  const match = REFERENCE.exec(text);
  const [, region, account, name, own] = match ?? [];
  if (name === undefined) {
    throw lambdaError.validation(
      "1 validation error detected: Value at 'functionName' failed to satisfy constraint: it must be a function name, a partial ARN (123456789012:function:name) or an ARN, with or without a qualifier",
    );
  }
  if (name.length > MAX_NAME_LENGTH) {
    throw lambdaError.invalidParameter(
      `1 validation error detected: Value at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAME_LENGTH}`,
    );
  }
  if (region !== undefined && region !== context.region) {
    throw lambdaError.notFound(
      `Functions from '${region}' are not reachable in this region ('${context.region}')`,
    );
  }
  if (account !== undefined && account !== context.accountId) {
    throw lambdaError.accessDenied(
      `Functions of the account ${account} are not in this endpoint's account ${context.accountId}`,
    );
  }
  if (own !== undefined && separate !== undefined && own !== separate) {
    throw lambdaError.invalidParameter(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const chosen = separate ?? own;
  return { name, ...(chosen !== undefined && { qualifier: chosen }) };
}

export function functionArn(context: EndpointContext, name: string, suffix?: string): string {
  const arn = `arn:aws:lambda:${context.region}:${context.accountId}:function:${name}`;
  return suffix === undefined ? arn : `${arn}:${suffix}`;
}
