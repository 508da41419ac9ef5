import { type ArnSource, nameOrArn, regionalArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */

/** A function, with the version or alias that the request names. */
export function functionOf(
  source: ArnSource,
  input: { FunctionName: string; Qualifier?: string | undefined },
): string {
  // `123456789012:function:name`, `function:name` and `name` are accepted as well as an ARN.
  const short = input.FunctionName.startsWith('arn:')
    ? input.FunctionName
    : input.FunctionName.replace(/^(\d{12}:)?function:/, '');
  const arn = nameOrArn(source, 'lambda', 'function:', short);
  return input.Qualifier === undefined ? arn : `${arn}:${input.Qualifier}`;
}

export function eventSourceMappingOf(source: ArnSource, input: { UUID: string }): string {
  return regionalArn(source, 'lambda', `event-source-mapping:${input.UUID}`);
}

export function taggedResource(_source: ArnSource, input: { Resource: string }): string {
  return input.Resource;
}
