import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { ecrError } from './errors.ts';

export type TagMutability = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION';

export interface StoredRepository {
  name: string;
  created: Date;
  tagMutability: TagMutability;
  scanOnPush: boolean;
  encryption: { encryptionType: 'AES256' | 'KMS' | 'KMS_DSSE'; kmsKey?: string | undefined };
  /** JSON, as they were put. */
  policy: string | undefined;
  lifecyclePolicy: string | undefined;
  tags: Record<string, string>;
}

export interface EcrEngine {
  readonly context: EndpointContext;
  /** Repositories by name. */
  readonly repositories: Collection<StoredRepository>;
}

export function repositoryArn({ context }: EcrEngine, name: string): string {
  return `arn:aws:ecr:${context.region}:${context.accountId}:repository/${name}`;
}

export function findRepository(
  { repositories, context }: EcrEngine,
  { repositoryName, registryId }: { repositoryName: string; registryId?: string | undefined },
): StoredRepository {
  const repository = repositories.get(repositoryName);
  const elsewhere = registryId !== undefined && registryId !== context.accountId;
  if (repository === undefined || elsewhere) throw ecrError.repositoryNotFound(repositoryName);
  return repository;
}

export function findByArn(engine: EcrEngine, arn: string): StoredRepository {
  const name = /^arn:aws:ecr:[^:]+:\d{12}:repository\/(.+)$/.exec(arn)?.[1];
  if (name === undefined) throw ecrError.invalidParameter('resourceArn is not the ARN of a repository.');
  return findRepository(engine, { repositoryName: name });
}

export function toRepository(engine: EcrEngine, repository: StoredRepository) {
  const { accountId, region } = engine.context;
  return {
    repositoryArn: repositoryArn(engine, repository.name),
    registryId: accountId,
    repositoryName: repository.name,
    repositoryUri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${repository.name}`,
    createdAt: repository.created,
    imageTagMutability: repository.tagMutability,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  };
}
