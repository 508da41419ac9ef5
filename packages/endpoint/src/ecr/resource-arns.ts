import { type ArnSource, regionalArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */

export function repositoryOf(source: ArnSource, input: { repositoryName: string }): string {
  return regionalArn(source, 'ecr', `repository/${input.repositoryName}`);
}

export function taggedRepository(_source: ArnSource, input: { resourceArn: string }): string {
  return input.resourceArn;
}
