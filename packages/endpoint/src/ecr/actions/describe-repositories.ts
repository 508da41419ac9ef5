import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import { type EcrEngine, findRepository, toRepository } from '../engine.ts';
import { ecrError } from '../errors.ts';

export const describeRepositories = operation('ecr', 'DescribeRepositories', {
  resource: noResource,
  input: z.object({
    registryId: z.string().optional(),
    repositoryNames: z.array(z.string()).min(1).max(100).optional(),
    maxResults: z.int().min(1).max(1000).default(100),
    nextToken: z.string().optional(),
  }),
  run(engine: EcrEngine, input) {
    const named = input.repositoryNames?.map((repositoryName) => findRepository(engine, { repositoryName }));
    const { items, next } = page(named ?? engine.repositories.values(), {
      keyOf: ({ name }) => name,
      limit: input.maxResults,
      token: input.nextToken,
      invalid: () => ecrError.invalidParameter('The specified nextToken is invalid.'),
    });
    return { repositories: items.map((repository) => toRepository(engine, repository)), nextToken: next };
  },
});
