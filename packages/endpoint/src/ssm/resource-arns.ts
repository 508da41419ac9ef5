import { type ArnSource, nameOrArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */

export function parameterOf(source: ArnSource, input: { Name: string }): string {
  return parameterArn(source, input.Name);
}

export function parameterOfTags(source: ArnSource, input: { ResourceId: string }): string {
  return parameterArn(source, input.ResourceId);
}

export function parametersBelow(source: ArnSource, input: { Path: string }): string {
  return parameterArn(source, input.Path);
}

/** Several parameters are several resources; one is the resource. */
export function onlyParameter(source: ArnSource, input: { Names: readonly string[] }): string | undefined {
  const [name, ...others] = input.Names;
  return name === undefined || others.length > 0 ? undefined : parameterArn(source, name);
}

/** A hierarchical name begins with the slash that separates it from `parameter`. */
function parameterArn(source: ArnSource, name: string): string {
  return nameOrArn(source, 'ssm', name.startsWith('/') ? 'parameter' : 'parameter/', name);
}
