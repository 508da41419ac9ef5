import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import { type LogsEngine, logGroupArn } from '../engine.ts';
import { logsError } from '../errors.ts';

export const describeLogGroups = operation('logs', 'DescribeLogGroups', {
  resource: noResource,
  input: z.object({
    logGroupNamePrefix: z.string().optional(),
    logGroupNamePattern: z.string().optional(),
    logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
    limit: z.int().min(1).max(50).default(50),
    nextToken: z.string().optional(),
  }),
  run(engine: LogsEngine, input) {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw logsError.invalidParameter('logGroupNamePrefix and logGroupNamePattern exclude each other.');
    }
    const matching = [...engine.groups.values()].filter(
      ({ name, logGroupClass }) =>
        name.startsWith(prefix ?? '') &&
        name.toLowerCase().includes((pattern ?? '').toLowerCase()) &&
        (input.logGroupClass === undefined || logGroupClass === input.logGroupClass),
    );
    const { items, next } = page(matching, {
      keyOf: ({ name }) => name,
      limit: input.limit,
      token: input.nextToken,
      invalid: () => logsError.invalidParameter('The specified nextToken is invalid.'),
    });
    return {
      logGroups: items.map((group) => ({
        logGroupName: group.name,
        creationTime: group.created,
        ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
        ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
        metricFilterCount: 0,
        arn: `${logGroupArn(engine, group.name)}:*`,
        logGroupArn: logGroupArn(engine, group.name),
        logGroupClass: group.logGroupClass,
        storedBytes: 0, // AWS brings it up to date once a day.
      })),
      nextToken: next,
    };
  },
});
