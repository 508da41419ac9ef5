import type { Output } from '../core/api.ts';
import type { WireResponse } from '../core/wire.ts';

/** Invoke answers with the function's own bytes, and says the rest in headers. */
export function answerInvoke(output: Output<'lambda', 'Invoke'>): WireResponse {
  return {
    status: output.StatusCode ?? 200,
    headers: {
      'content-type': 'application/json',
      ...(output.ExecutedVersion && { 'x-amz-executed-version': output.ExecutedVersion }),
      ...(output.FunctionError && { 'x-amz-function-error': output.FunctionError }),
      ...(output.LogResult && { 'x-amz-log-result': output.LogResult }),
    },
    ...(output.Payload && { body: output.Payload }),
  };
}
