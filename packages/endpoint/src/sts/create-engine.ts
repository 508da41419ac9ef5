import type { EndpointContext } from '../core/context.ts';
import type { Session, StsEngine } from './engine.ts';

export function createEngine(context: EndpointContext): StsEngine {
  const sessions = context.state.collection<Session>('sts/sessions');
  context.principals.addSource((accessKeyId) => {
    const session = sessions.get(accessKeyId);
    return session && { type: 'role', arn: session.arn, roleArn: session.roleArn, function: undefined };
  });
  return { context, sessions };
}
