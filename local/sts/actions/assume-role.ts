import { z } from 'zod';
import { AwsError } from '../../core/errors.ts';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { StsEngine } from '../engine.ts';

const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]+)$/;

export const assumeRole = operation<'sts', 'AssumeRole'>()({
  input: z.object({
    RoleArn: z.string().min(20).max(2048),
    RoleSessionName: z.string().min(2).max(64),
    DurationSeconds: integer.pipe(z.int().min(900).max(43_200)).default(3600),
  }),
  run({ context, sessions }: StsEngine, input) {
    const role = ROLE_ARN.exec(input.RoleArn)?.[1];
    if (role === undefined) throw new AwsError('ValidationError', 'RoleArn is not the ARN of a role.');
    const id = context.newId().replaceAll('-', '').toUpperCase();
    const session = {
      accessKeyId: `ASIA${id.slice(0, 16)}`,
      arn: `arn:aws:sts::${context.accountId}:assumed-role/${role}/${input.RoleSessionName}`,
      userId: `AROA${id.slice(0, 17)}:${input.RoleSessionName}`,
      expires: new Date(context.clock.now() + input.DurationSeconds * 1000),
    };
    sessions.set(session.accessKeyId, session);
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: context.newId(),
        SessionToken: context.newId(),
        Expiration: session.expires,
      },
      AssumedRoleUser: { Arn: session.arn, AssumedRoleId: session.userId },
    };
  },
});
