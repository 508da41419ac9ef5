import { request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import type { CreateService } from '../core/service.ts';

// Interim: replaced by the engine/proxy split.
export const createService: CreateService = async (context) => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => resolve(free));
    });
  });
  const binary = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  context.children.spawn(
    binary,
    ['serve', '--port', String(port), '--db-path', join(context.directory, 'dynamodb.sqlite')],
    { stdio: 'ignore' },
  );
  for (;;) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (up) break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const forward = (body: Buffer, headers: Record<string, string>) =>
    new Promise<{ status: number; body: Buffer }>((resolve, reject) => {
      const outgoing = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers }, async (incoming) => {
        resolve({ status: incoming.statusCode ?? 500, body: Buffer.concat(await incoming.toArray()) });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return {
    async handle(request) {
      const body = await request.body();
      const answer = await forward(body, {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': String(request.headers['x-amz-target']),
        authorization: request.headers.authorization ?? '',
      });
      return { ...answer, headers: { 'content-type': 'application/x-amz-json-1.0' } };
    },
    async call(operation, input) {
      const answer = await forward(Buffer.from(JSON.stringify(input)), {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
      });
      return JSON.parse(answer.body.toString());
    },
  };
};
