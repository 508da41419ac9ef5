import { z } from 'zod';
import { AwsError, coreError } from '../../core/errors.ts';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { caller, type Session, type StsEngine } from '../engine.ts';
import { stsError } from '../errors.ts';
import { assumedRole } from '../resource-arns.ts';

const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]+)$/;

export const assumeRole = operation('sts', 'AssumeRole', {
  resource: assumedRole,
  input: z.object({
    RoleArn: z.string().min(20).max(2048),
    RoleSessionName: z
      .string()
      .min(2)
      .max(64)
      .regex(/^[\w+=,.@-]*$/, 'has a character that session names may not have'),
    DurationSeconds: integer.pipe(z.int().min(900).max(43_200)).default(3600),
    Policy: z.string().min(1).max(2048).optional(),
    PolicyArns: z
      .array(z.object({ arn: z.string() }))
      .max(10)
      .default([]),
    Tags: z
      .array(z.object({ Key: z.string(), Value: z.string() }))
      .max(50)
      .default([]),
    TransitiveTagKeys: z.array(z.string()).optional(),
    ExternalId: z.string().optional(),
    SourceIdentity: z.string().optional(),
    SerialNumber: z.string().optional(),
  }),
  async run(engine: StsEngine, input, request) {
    const { context, sessions } = engine;
    const name = ROLE_ARN.exec(input.RoleArn)?.[1];
    if (name === undefined) throw stsError.validation('RoleArn is not the ARN of a role.');
    if (input.SerialNumber !== undefined)
      throw coreError.notImplemented('sts', 'AssumeRole with a second factor');
    const role = await findRole(engine, name, input.RoleArn);
    if (role === undefined && request.id !== undefined) {
      // AWS does not say whether a role exists to whom may not assume it.
      const { arn } = caller(engine, request.accessKeyId);
      throw stsError.accessDenied(arn, 'sts:AssumeRole', input.RoleArn);
    }
    if (role !== undefined && input.DurationSeconds > role.maxSessionSeconds && request.id !== undefined) {
      throw stsError.validation(
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    }

    forgetExpired(engine);
    const id = context.newId().replaceAll('-', '').toUpperCase();
    const roleId = role?.id ?? `AROA${id.slice(0, 17)}`;
    const session = {
      accessKeyId: `ASIA${id.slice(0, 16)}`,
      secretAccessKey: context.newId(),
      sessionToken: context.newId(),
      arn: `arn:aws:sts::${context.accountId}:assumed-role/${name}/${input.RoleSessionName}`,
      userId: `${roleId}:${input.RoleSessionName}`,
      roleArn: input.RoleArn,
      expires: new Date(context.clock.now() + input.DurationSeconds * 1000),
      policy: input.Policy,
      policyArns: input.PolicyArns.map(({ arn }) => arn),
      tags: Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])),
    } satisfies Session;
    sessions.set(session.accessKeyId, session);
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: session.expires,
      },
      AssumedRoleUser: { Arn: session.arn, AssumedRoleId: session.userId },
    };
  },
});

/**
 * The role, if there is one of that very ARN. Between services (Lambda, for a function's role) an unknown role is
 * still assumed: whether it may be is that service's own check, made when it was given the role.
 */
async function findRole(
  { context }: StsEngine,
  name: string,
  arn: string,
): Promise<{ id: string | undefined; maxSessionSeconds: number } | undefined> {
  try {
    const { Role } = await context.call('iam', 'GetRole', { RoleName: name });
    if (Role?.Arn !== arn) return undefined;
    return { id: Role.RoleId, maxSessionSeconds: Role.MaxSessionDuration ?? 3600 };
  } catch (error) {
    if (error instanceof AwsError && (error.code === 'NoSuchEntity' || error.code === 'ValidationError')) {
      return undefined;
    }
    throw error;
  }
}

function forgetExpired({ context, sessions }: StsEngine): void {
  // A day of grace, in which an expired session still gets the error for that.
  const limit = context.clock.now() - 86_400_000;
  for (const session of [...sessions.values()]) {
    if (session.expires.getTime() < limit) sessions.delete(session.accessKeyId);
  }
}
