import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';

export interface Session {
  accessKeyId: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  arn: string;
  userId: string;
  expires: Date;
}

export interface StsEngine {
  readonly context: EndpointContext;
  /** Sessions by access key id. */
  readonly sessions: Collection<Session>;
}

export function createEngine(context: EndpointContext): StsEngine {
  return { context, sessions: context.state.collection('sts/sessions') };
}
