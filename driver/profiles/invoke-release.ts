import { type HttpEvent, type InvokedAnswer, invokeHttp } from '../clients/invoke-http.ts';
import type { DriverContext } from '../context.ts';
import { readReleases, versionOf } from '../releases.ts';

/** The profiles of one release, reached by its qualified version: no alias decides who answers. */
export interface ProfilesRelease {
  readonly name: string;
  create(profile: { userId: string; [field: string]: unknown }): Promise<InvokedAnswer>;
  read(userId: string): Promise<InvokedAnswer>;
  change(userId: string, change: Record<string, unknown>): Promise<InvokedAnswer>;
}

/** @throws {DriverError} `release-missing` */
export async function profilesReleases(
  context: Pick<DriverContext, 'aws' | 'signal' | 'system'>,
  names: readonly string[],
): Promise<ProfilesRelease[]> {
  const { functionName } = context.system.services.profiles;
  const releases = await readReleases(context.aws.lambda, functionName);
  return names.map((name) => profilesAt(context, name, versionOf(releases, name)));
}

/** @param qualifier a version number, or `$LATEST` */
export function profilesAt(
  context: Pick<DriverContext, 'aws' | 'signal' | 'system'>,
  name: string,
  qualifier: string,
): ProfilesRelease {
  const { functionName } = context.system.services.profiles;
  const invoke = (request: HttpEvent) => invokeHttp(context, functionName, qualifier, request);
  const one = (userId: string) => ({ resource: '/profiles/{userId}', parameters: { userId } });
  return {
    name,
    create: (body) => invoke({ method: 'POST', resource: '/profiles', body }),
    read: (userId) => invoke({ method: 'GET', ...one(userId) }),
    change: (userId, body) => invoke({ method: 'PATCH', ...one(userId), body }),
  };
}
