import type { ArnSource } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export function assumedRole(_source: ArnSource, input: { RoleArn: string }): string {
  return input.RoleArn;
}
