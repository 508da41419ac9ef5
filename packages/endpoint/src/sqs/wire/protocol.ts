import type { Protocol } from '../../core/operation.ts';
import { jsonProtocol } from '../../core/protocols/json.ts';
import { queryProtocol } from '../../core/protocols/query.ts';
import type { WireRequest } from '../../core/wire.ts';
import { sqsError } from '../errors.ts';
import { queryShapes, WITHOUT_RESULT } from './query-shapes.ts';

const json = jsonProtocol({
  version: '1.0',
  target: 'AmazonSQS',
  errorNamespace: 'com.amazonaws.sqs#',
  queryCompatible: true,
  // 1 MiB of messages, in which JSON may write six bytes for one, and their attributes.
  limit: 8 * 1024 * 1024,
});

const query = queryProtocol({
  namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
  version: '2012-11-05',
  flattened: queryShapes,
  withoutResult: WITHOUT_RESULT,
});

/** Actions that are not about one queue, and so are not sent to the URL of one. */
const ON_THE_SERVICE = new Set(['CreateQueue', 'ListQueues']);

/**
 * SQS answers in the protocol in which it is asked: JSON, as SDKs speak it since November 2023, or Query with XML.
 * Query requests may go to the URL of a queue, which then need not be among the parameters.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 * @param operations the names of all operations.
 */
export function sqsProtocol(operations: ReadonlySet<string>): Protocol {
  return {
    async read(request) {
      if (!isQuery(request)) return json.read(request);
      const { operation, input } = await query.read(request);
      const onQueue = request.path !== '/';
      if (!operations.has(operation) || (onQueue && ON_THE_SERVICE.has(operation))) {
        throw sqsError.invalidAction(operation);
      }
      return { operation, input: { ...(onQueue && { QueueUrl: request.path }), ...input } };
    },
    answer: (operation, output, request) =>
      (isQuery(request) ? query : json).answer(operation, output, request),
    refuse(error, request) {
      if (!isQuery(request)) return json.refuse(error, request);
      // Asked for nothing, AWS answers with this alone.
      if (error.code === 'MissingAction') {
        return {
          status: 404,
          headers: { 'x-amzn-requestid': request.id },
          body: '<UnknownOperationException/>',
        };
      }
      return query.refuse(
        error.code === 'QueueDoesNotExist' ? sqsError.queueDoesNotExistInQuery() : error,
        request,
      );
    },
  };
}

function isQuery({ headers }: WireRequest): boolean {
  const sendsJson = headers['content-type']?.startsWith('application/x-amz-json') ?? false;
  return headers['x-amz-target'] === undefined && !sendsJson;
}
