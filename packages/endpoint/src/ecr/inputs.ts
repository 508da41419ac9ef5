import { z } from 'zod';
import { ecrError } from './errors.ts';

/** Members that every operation on a repository takes. */
export const repositoryInput = {
  registryId: z.string().optional(),
  repositoryName: z.string().min(2).max(256),
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const newRepositoryName = z
  .string()
  .min(2)
  .max(256)
  .regex(
    /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    'must hold lower-case letters, digits, and single dots, hyphens, underscores and slashes between them',
  );

export const tagMutability = z.enum([
  'MUTABLE',
  'IMMUTABLE',
  'MUTABLE_WITH_EXCLUSION',
  'IMMUTABLE_WITH_EXCLUSION',
]);

export const scanning = z.object({ scanOnPush: z.boolean().default(false) });

export const tagList = z.array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));

export function toTags(
  list: z.output<typeof tagList>,
  before: Record<string, string> = {},
): Record<string, string> {
  const tags = { ...before, ...Object.fromEntries(list.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > 50) throw ecrError.tooManyTags();
  return tags;
}

/** Refuses what is not a JSON object with the member that makes it a policy. */
export function checkPolicy(text: string, member: 'Statement' | 'rules', name: string): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  if (typeof document !== 'object' || document === null || !(member in document)) {
    throw ecrError.invalidParameter(
      `Invalid parameter at '${name}' failed to satisfy constraint: 'Invalid JSON policy'`,
    );
  }
}
