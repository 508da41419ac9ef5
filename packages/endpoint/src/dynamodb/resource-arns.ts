import { type ArnSource, nameOrArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */

export function tableOf(source: ArnSource, input: { TableName: string }): string {
  return nameOrArn(source, 'dynamodb', 'table/', input.TableName);
}

export function tableOrStream(_source: ArnSource, input: { ResourceArn: string }): string {
  return input.ResourceArn;
}

export function streamOf(_source: ArnSource, input: { StreamArn: string }): string {
  return input.StreamArn;
}
