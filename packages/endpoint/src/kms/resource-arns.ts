import { type ArnSource, nameOrArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */

/** A key by its id, its ARN or an alias; ciphertexts name theirs inside, so that there may be none. */
export function keyOf(source: ArnSource, input: { KeyId?: string | undefined }): string | undefined {
  if (input.KeyId === undefined) return undefined;
  return nameOrArn(source, 'kms', input.KeyId.startsWith('alias/') ? '' : 'key/', input.KeyId);
}

export function aliasOf(source: ArnSource, input: { AliasName: string }): string {
  return nameOrArn(source, 'kms', '', input.AliasName);
}
