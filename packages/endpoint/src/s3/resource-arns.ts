import type { ArnSource } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */

export function bucketOf(_source: ArnSource, input: { Bucket: string }): string {
  return `arn:aws:s3:::${input.Bucket}`;
}

export function objectOf(_source: ArnSource, input: { Bucket: string; Key: string }): string {
  return `arn:aws:s3:::${input.Bucket}/${input.Key}`;
}
