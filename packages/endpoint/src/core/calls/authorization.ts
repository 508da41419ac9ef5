import type { PolicyStatement } from '../policy/evaluate.ts';
import type { WireRequest } from '../wire.ts';

/** What a resource asks of its callers, before their call runs. */
export interface Authorization {
  /**
   * `signature`: IAM decides by the credentials with which the request is signed. `policy`: the resource's own policy
   * decides, and the caller is anonymous to it.
   */
  by: 'signature' | 'policy';
  request: WireRequest;
  /** The request's body, which is signed too. */
  body(): Promise<Uint8Array>;
  /** Statements of the resource's own policy; undefined if it has none. */
  resourcePolicy: readonly PolicyStatement[] | undefined;
}
