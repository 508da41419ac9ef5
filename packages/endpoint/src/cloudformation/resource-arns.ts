import { type ArnSource, nameOrArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */

/** A stack by its name (whatever its id is) or ARN. */
export function stackOf(source: ArnSource, input: { StackName?: string | undefined }): string | undefined {
  if (input.StackName === undefined) return undefined;
  const arn = nameOrArn(source, 'cloudformation', 'stack/', input.StackName);
  return arn === input.StackName ? arn : `${arn}/*`;
}
