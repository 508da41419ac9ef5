import type { EndpointContext } from '../core/context.ts';
import type { Session, StsEngine } from './engine.ts';

export function createEngine(context: EndpointContext): StsEngine {
  const sessions = context.state.collection<Session>('sts/sessions');
  context.principals.addSource((accessKeyId) => {
    const session = sessions.get(accessKeyId);
    return (
      session && {
        principal: { type: 'role', arn: session.arn, roleArn: session.roleArn, function: undefined },
        userId: session.userId,
        secretAccessKey: session.secretAccessKey,
        sessionToken: session.sessionToken,
        expires: session.expires.getTime(),
        policy: session.policy,
        policyArns: session.policyArns,
      }
    );
  });
  return { context, sessions };
}
