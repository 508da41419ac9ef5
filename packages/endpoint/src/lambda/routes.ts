import type { RestRoute } from '../core/protocols/rest-json.ts';
import { eventSourceRoutes } from './event-sources/routes.ts';
import { answerInvoke } from './invoke-answer.ts';
import { REFUSED } from './refused.ts';

const FUNCTIONS = '/2015-03-31/functions';
const FUNCTION = `${FUNCTIONS}/{FunctionName}`;
const ALIAS = `${FUNCTION}/aliases/{Name}`;
const EVENT_INVOKE = '/2019-09-25/functions/{FunctionName}/event-invoke-config';
const TAGS = '/2017-03-31/tags/{Resource}';

const qualifier = { Qualifier: 'Qualifier' };
const paging = { Marker: 'Marker', MaxItems: 'MaxItems' };

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 50 MB of code, in base64. */
const MAX_CODE_REQUEST_BYTES = 70_167_211;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export const routes: readonly RestRoute[] = [
  {
    operation: 'Invoke',
    method: 'POST',
    path: `${FUNCTION}/invocations`,
    query: qualifier,
    headers: {
      'x-amz-invocation-type': 'InvocationType',
      'x-amz-log-type': 'LogType',
      'x-amz-client-context': 'ClientContext',
      'x-amz-durable-execution-name': 'DurableExecutionName',
      'x-amz-tenant-id': 'TenantId',
    },
    payload: 'Payload',
    answer: answerInvoke,
    // More than Invoke takes: the operation itself says how much that is.
    limit: 8 * 1024 * 1024,
  },
  {
    operation: 'CreateFunction',
    method: 'POST',
    path: FUNCTIONS,
    status: 201,
    limit: MAX_CODE_REQUEST_BYTES,
  },
  {
    operation: 'ListFunctions',
    method: 'GET',
    path: FUNCTIONS,
    query: { ...paging, FunctionVersion: 'FunctionVersion', MasterRegion: 'MasterRegion' },
  },
  { operation: 'GetFunction', method: 'GET', path: FUNCTION, query: qualifier },
  { operation: 'DeleteFunction', method: 'DELETE', path: FUNCTION, query: qualifier, status: 204 },
  {
    operation: 'GetFunctionConfiguration',
    method: 'GET',
    path: `${FUNCTION}/configuration`,
    query: qualifier,
  },
  { operation: 'UpdateFunctionConfiguration', method: 'PUT', path: `${FUNCTION}/configuration` },
  { operation: 'UpdateFunctionCode', method: 'PUT', path: `${FUNCTION}/code`, limit: MAX_CODE_REQUEST_BYTES },
  { operation: 'PublishVersion', method: 'POST', path: `${FUNCTION}/versions`, status: 201 },
  { operation: 'ListVersionsByFunction', method: 'GET', path: `${FUNCTION}/versions`, query: paging },
  { operation: 'CreateAlias', method: 'POST', path: `${FUNCTION}/aliases`, status: 201 },
  {
    operation: 'ListAliases',
    method: 'GET',
    path: `${FUNCTION}/aliases`,
    query: { ...paging, FunctionVersion: 'FunctionVersion' },
  },
  { operation: 'GetAlias', method: 'GET', path: ALIAS },
  { operation: 'UpdateAlias', method: 'PUT', path: ALIAS },
  { operation: 'DeleteAlias', method: 'DELETE', path: ALIAS, status: 204 },
  { operation: 'AddPermission', method: 'POST', path: `${FUNCTION}/policy`, query: qualifier, status: 201 },
  { operation: 'GetPolicy', method: 'GET', path: `${FUNCTION}/policy`, query: qualifier },
  {
    operation: 'RemovePermission',
    method: 'DELETE',
    path: `${FUNCTION}/policy/{StatementId}`,
    query: { ...qualifier, RevisionId: 'RevisionId' },
    status: 204,
  },
  {
    operation: 'PutFunctionConcurrency',
    method: 'PUT',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
  },
  {
    operation: 'DeleteFunctionConcurrency',
    method: 'DELETE',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
    status: 204,
  },
  {
    operation: 'GetFunctionConcurrency',
    method: 'GET',
    path: '/2019-09-30/functions/{FunctionName}/concurrency',
  },
  { operation: 'PutFunctionEventInvokeConfig', method: 'PUT', path: EVENT_INVOKE, query: qualifier },
  { operation: 'UpdateFunctionEventInvokeConfig', method: 'POST', path: EVENT_INVOKE, query: qualifier },
  { operation: 'GetFunctionEventInvokeConfig', method: 'GET', path: EVENT_INVOKE, query: qualifier },
  {
    operation: 'DeleteFunctionEventInvokeConfig',
    method: 'DELETE',
    path: EVENT_INVOKE,
    query: qualifier,
    status: 204,
  },
  { operation: 'ListFunctionEventInvokeConfigs', method: 'GET', path: `${EVENT_INVOKE}/list`, query: paging },
  { operation: 'TagResource', method: 'POST', path: TAGS, status: 204 },
  {
    operation: 'UntagResource',
    method: 'DELETE',
    path: TAGS,
    queryLists: { tagKeys: 'TagKeys' },
    status: 204,
  },
  { operation: 'ListTags', method: 'GET', path: TAGS },
  { operation: 'GetAccountSettings', method: 'GET', path: '/2016-08-19/account-settings' },
  ...eventSourceRoutes,
  ...REFUSED.map(([operation, method, path, where]) => ({
    operation,
    method,
    path,
    payload: 'body',
    ...(where && { where }),
  })),
];
