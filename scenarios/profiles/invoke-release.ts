import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { readReleases, versionOf } from '../releases.ts';
import type { ScenarioContext } from '../scenario.ts';

/** What a release answers, whoever else is live. */
export interface ReleaseAnswer {
  status: number;
  body: unknown;
}

/** The profiles of one release, reached by its qualified version: no alias decides who answers. */
export interface ProfilesRelease {
  readonly name: string;
  create(profile: { userId: string; [field: string]: unknown }): Promise<ReleaseAnswer>;
  read(userId: string): Promise<ReleaseAnswer>;
  change(userId: string, change: Record<string, unknown>): Promise<ReleaseAnswer>;
}

const Answer = z.object({ statusCode: z.number(), body: z.string() });

/** @throws {ReleaseMissingError} */
export async function profilesReleases(
  { aws, signal, system }: Pick<ScenarioContext, 'aws' | 'signal' | 'system'>,
  names: readonly string[],
): Promise<ProfilesRelease[]> {
  const { functionName } = system.services.profiles;
  const releases = await readReleases(aws.lambda, functionName);

  return names.map((name) => {
    const version = versionOf(releases, name);
    const invoke = async (request: object): Promise<ReleaseAnswer> => {
      const { FunctionError, Payload } = await aws.lambda.send(
        new InvokeCommand({
          FunctionName: functionName,
          Qualifier: version,
          Payload: JSON.stringify({ ...EVENT, ...request }),
        }),
        { abortSignal: signal },
      );
      const text = Buffer.from(Payload ?? []).toString('utf8');
      if (FunctionError !== undefined) throw new Error(`Release ${name} failed: ${FunctionError}`);
      const { statusCode, body } = Answer.parse(JSON.parse(text));
      return { status: statusCode, body: JSON.parse(body) };
    };
    const one = (userId: string) => ({
      resource: '/profiles/{userId}',
      path: `/profiles/${userId}`,
      pathParameters: { userId },
    });
    return {
      name,
      create: (profile) => invoke({ ...ALL, httpMethod: 'POST', body: JSON.stringify(profile) }),
      read: (userId) => invoke({ ...one(userId), httpMethod: 'GET' }),
      change: (userId, change) =>
        invoke({ ...one(userId), httpMethod: 'PATCH', body: JSON.stringify(change) }),
    };
  });
}

/** What API Gateway hands to a function (API Gateway Developer Guide, "Input format of a Lambda function"). */
const EVENT = {
  headers: { 'content-type': 'application/json' },
  multiValueHeaders: {},
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  stageVariables: null,
  requestContext: { requestId: 'scenario', stage: 'live', identity: {} },
  body: null,
  isBase64Encoded: false,
};

const ALL = { resource: '/profiles', path: '/profiles', pathParameters: null };
