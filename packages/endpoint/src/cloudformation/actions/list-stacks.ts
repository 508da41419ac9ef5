import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { listOf } from './input.ts';

const PAGE = 100;

export const listStacks = operation('cloudformation', 'ListStacks', {
  resource: noResource,
  input: z.object({ NextToken: z.string().optional(), StackStatusFilter: listOf(z.string()).default([]) }),
  run(engine: CloudFormationEngine, input) {
    const wanted = [...engine.stacks.values()].filter(
      ({ status }) => input.StackStatusFilter.length === 0 || input.StackStatusFilter.includes(status),
    );
    const { items, next } = page(wanted, {
      keyOf: (stack) => stack.id,
      limit: PAGE,
      token: input.NextToken,
      invalid: () => cloudFormationError.validation('NextToken is not valid.'),
    });
    return {
      StackSummaries: items.map((stack) => ({
        StackId: stack.id,
        StackName: stack.name,
        ...(stack.description !== undefined && { TemplateDescription: stack.description }),
        CreationTime: stack.created,
        ...(stack.updated !== undefined && { LastUpdatedTime: stack.updated }),
        ...(stack.deleted !== undefined && { DeletionTime: stack.deleted }),
        StackStatus: stack.status,
        ...(stack.reason !== undefined && { StackStatusReason: stack.reason }),
        ...(stack.parentId !== undefined && { ParentId: stack.parentId }),
        ...(stack.rootId !== undefined && { RootId: stack.rootId }),
        DriftInformation: { StackDriftStatus: 'NOT_CHECKED' as const },
      })),
      ...(next !== undefined && { NextToken: next }),
    };
  },
});
