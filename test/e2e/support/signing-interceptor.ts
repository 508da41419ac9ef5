import { toBinary, toJsonString } from '@bufbuild/protobuf';
import type { Interceptor } from '@connectrpc/connect';
import { encodeEnvelope } from '@connectrpc/connect/protocol';
import type { RequestSigner } from '../../../driver/clients/request-signer.ts';

/** Signs unary calls of an unmodified Connect or gRPC-Web client: what it will send follows from the message. */
export function signingInterceptor(sign: RequestSigner): Interceptor {
  return (next) => async (request) => {
    if (request.stream) throw new Error('Streams are not signed');
    const { input } = request.method;
    const type = request.header.get('content-type') ?? '';
    const message = type.endsWith('json')
      ? Buffer.from(toJsonString(input, request.message))
      : toBinary(input, request.message);
    const body = type.startsWith('application/grpc-web') ? encodeEnvelope(0, message) : message;
    const signed = await sign({ method: 'POST', url: new URL(request.url), body });
    for (const [name, value] of Object.entries(signed)) {
      // The client sets the host itself, to the same value.
      if (name !== 'host') request.header.set(name, value);
    }
    return next(request);
  };
}
