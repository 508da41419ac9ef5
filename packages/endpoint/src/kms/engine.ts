import { randomBytes } from 'node:crypto';
import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { kmsError } from './errors.ts';

export interface StoredKey {
  id: string;
  created: Date;
  description: string;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  deletion: Date | undefined;
  manager: 'CUSTOMER' | 'AWS';
  /** JSON, as it was put. */
  policy: string;
  /** Days between rotations; undefined when they are off. */
  rotationDays: number | undefined;
  tags: Record<string, string>;
  /** 256 bits. */
  material: Uint8Array;
}

export interface StoredAlias {
  /** `alias/…` */
  name: string;
  keyId: string;
  created: Date;
  updated: Date;
}

export interface KmsEngine {
  readonly context: EndpointContext;
  readonly keys: Collection<StoredKey>;
  /** Aliases by name. */
  readonly aliases: Collection<StoredAlias>;
}

export function now({ context }: KmsEngine): Date {
  return new Date(context.clock.now());
}

function arn({ context }: KmsEngine, resource: string): string {
  return `arn:aws:kms:${context.region}:${context.accountId}:${resource}`;
}

export function keyArn(engine: KmsEngine, id: string): string {
  return arn(engine, `key/${id}`);
}

export function aliasArn(engine: KmsEngine, name: string): string {
  return arn(engine, name);
}

export function createKey(
  engine: KmsEngine,
  settings: Pick<StoredKey, 'description' | 'manager' | 'tags'> & { policy: string | undefined },
): StoredKey {
  const key: StoredKey = {
    id: engine.context.newId(),
    created: now(engine),
    state: 'Enabled',
    deletion: undefined,
    rotationDays: settings.manager === 'AWS' ? 365 : undefined,
    // The one thing that must not come from the context's seeded randomness.
    material: randomBytes(32),
    ...settings,
    policy: settings.policy ?? defaultPolicy(engine),
  };
  engine.keys.set(key.id, key);
  return key;
}

/** The policy of a key that is created without one: the account decides, through IAM. */
function defaultPolicy({ context }: KmsEngine): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${context.accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

const KEY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A key by id, key ARN, alias name or alias ARN. */
export function findKey(engine: KmsEngine, reference: string): StoredKey {
  const [, region, named] = /^arn:aws:kms:([^:]*):[^:]*:(.+)$/.exec(reference) ?? [];
  if (region !== undefined && region !== engine.context.region)
    throw kmsError.notFound(`Invalid arn ${region}`);
  const resource = named ?? reference;
  if (resource.startsWith('alias/')) return findByAlias(engine, resource);
  const id = resource.replace(/^key\//, '');
  const key = engine.keys.get(id);
  if (key !== undefined && !isDeleted(engine, key)) return key;
  throw kmsError.notFound(
    KEY_ID.test(id) ? `Key '${keyArn(engine, id)}' does not exist` : `Invalid keyId '${id.slice(0, 255)}'`,
  );
}

/** AWS makes the key behind `alias/aws/<service>` when it is first asked for. */
function findByAlias(engine: KmsEngine, name: string): StoredKey {
  const alias = engine.aliases.get(name);
  if (alias !== undefined) return findKey(engine, alias.keyId);
  const service = /^alias\/aws\/([a-z0-9-]+)$/.exec(name)?.[1];
  if (service === undefined) throw kmsError.notFound(`Alias ${aliasArn(engine, name)} is not found.`);
  const description = `Default key that protects my ${service} data when no other key is defined`;
  const key = createKey(engine, { description, manager: 'AWS', tags: {}, policy: undefined });
  const created = now(engine);
  engine.aliases.set(name, { name, keyId: key.id, created, updated: created });
  return key;
}

/** A key whose waiting period is over is gone, and its aliases with it. */
function isDeleted(engine: KmsEngine, key: StoredKey): boolean {
  if (key.deletion === undefined || key.deletion.getTime() > engine.context.clock.now()) return false;
  engine.keys.delete(key.id);
  for (const alias of [...engine.aliases.values()]) {
    if (alias.keyId === key.id) engine.aliases.delete(alias.name);
  }
  return true;
}

/** A key that may be used, or changed, now. */
export function usableKey(engine: KmsEngine, reference: string): StoredKey {
  const key = findKey(engine, reference);
  if (key.state === 'Disabled') throw kmsError.disabled(keyArn(engine, key.id));
  refusePending(engine, key);
  return key;
}

export function refusePending(engine: KmsEngine, key: StoredKey): void {
  if (key.state === 'PendingDeletion')
    throw kmsError.invalidState(keyArn(engine, key.id), 'pending deletion');
}

export function keyMetadata(engine: KmsEngine, key: StoredKey) {
  return {
    AWSAccountId: engine.context.accountId,
    KeyId: key.id,
    Arn: keyArn(engine, key.id),
    CreationDate: key.created,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT' as const,
    KeyState: key.state,
    ...(key.deletion !== undefined && { DeletionDate: key.deletion }),
    Origin: 'AWS_KMS' as const,
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' as const,
    KeySpec: 'SYMMETRIC_DEFAULT' as const,
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT' as const],
    MultiRegion: false,
  };
}
