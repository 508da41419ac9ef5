import type { RestRoute } from '../../core/protocols/rest-json.ts';

const MAPPINGS = '/2015-03-31/event-source-mappings';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html and its siblings */
export const eventSourceRoutes: readonly RestRoute[] = [
  { operation: 'CreateEventSourceMapping', method: 'POST', path: MAPPINGS, status: 202 },
  {
    operation: 'ListEventSourceMappings',
    method: 'GET',
    path: MAPPINGS,
    query: {
      EventSourceArn: 'EventSourceArn',
      FunctionName: 'FunctionName',
      Marker: 'Marker',
      MaxItems: 'MaxItems',
    },
  },
  { operation: 'GetEventSourceMapping', method: 'GET', path: `${MAPPINGS}/{UUID}` },
  { operation: 'UpdateEventSourceMapping', method: 'PUT', path: `${MAPPINGS}/{UUID}`, status: 202 },
  { operation: 'DeleteEventSourceMapping', method: 'DELETE', path: `${MAPPINGS}/{UUID}`, status: 202 },
];
