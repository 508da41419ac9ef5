import { type ArnSource, nameOrArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */

export function logGroupOf(
  source: ArnSource,
  input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): string | undefined {
  const group = input.logGroupName ?? input.logGroupIdentifier;
  return group === undefined ? undefined : nameOrArn(source, 'logs', 'log-group:', group);
}

export function logStreamOf(
  source: ArnSource,
  input: {
    logGroupName?: string | undefined;
    logGroupIdentifier?: string | undefined;
    logStreamName: string;
  },
): string | undefined {
  const group = logGroupOf(source, input);
  return group === undefined ? undefined : `${group}:log-stream:${input.logStreamName}`;
}

export function taggedGroup(_source: ArnSource, input: { resourceArn: string }): string {
  return input.resourceArn;
}
