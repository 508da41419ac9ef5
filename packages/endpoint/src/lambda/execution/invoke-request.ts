/** One invocation, as a caller asks for it. */
export interface InvokeRequest {
  requestId: string;
  /** JSON. */
  payload: Uint8Array;
  /** JSON. */
  clientContext?: string;
  /** Of the caller; without one, the invocation begins a trace. */
  traceHeader?: string;
}
