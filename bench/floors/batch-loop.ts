import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';

// What a consumer has to do at the very least: its handler, called with one batch after the other. No queue, no event source
// mapping, no Runtime API, and a process that is always warm. The body of a request is a list of batches.
const { handler }: { handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> } =
  await import(pathToFileURL(process.env['HANDLER'] ?? '').href);
const concurrency = Number(process.env['CONCURRENCY']);

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const batches: SQSEvent[] = JSON.parse(Buffer.concat(chunks).toString());
  const queue = batches.entries();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const [index, batch] of queue) {
        // The one member that the handler reads.
        const { batchItemFailures } = await handler(batch, { awsRequestId: `loop-${index}` } as Context);
        if (batchItemFailures.length > 0) throw new Error('The handler reported failures');
      }
    }),
  );
  response.end(JSON.stringify({ milliseconds: performance.now() - start }));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
