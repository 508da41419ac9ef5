import type { Operation } from '../core/operation.ts';
import { addPermission } from './actions/add-permission.ts';
import { createAlias } from './actions/create-alias.ts';
import { createFunction } from './actions/create-function.ts';
import { deleteAlias } from './actions/delete-alias.ts';
import { deleteFunction } from './actions/delete-function.ts';
import { deleteFunctionConcurrency } from './actions/delete-function-concurrency.ts';
import { deleteFunctionEventInvokeConfig } from './actions/delete-function-event-invoke-config.ts';
import { getAccountSettings } from './actions/get-account-settings.ts';
import { getAlias } from './actions/get-alias.ts';
import { getFunction } from './actions/get-function.ts';
import { getFunctionConcurrency } from './actions/get-function-concurrency.ts';
import { getFunctionConfiguration } from './actions/get-function-configuration.ts';
import { getFunctionEventInvokeConfig } from './actions/get-function-event-invoke-config.ts';
import { getPolicy } from './actions/get-policy.ts';
import { invoke } from './actions/invoke.ts';
import { listAliases } from './actions/list-aliases.ts';
import { listFunctionEventInvokeConfigs } from './actions/list-function-event-invoke-configs.ts';
import { listFunctions } from './actions/list-functions.ts';
import { listTags } from './actions/list-tags.ts';
import { listVersionsByFunction } from './actions/list-versions-by-function.ts';
import { publishVersion } from './actions/publish-version.ts';
import { putFunctionConcurrency } from './actions/put-function-concurrency.ts';
import { putFunctionEventInvokeConfig } from './actions/put-function-event-invoke-config.ts';
import { removePermission } from './actions/remove-permission.ts';
import { tagResource } from './actions/tag-resource.ts';
import { untagResource } from './actions/untag-resource.ts';
import { updateAlias } from './actions/update-alias.ts';
import { updateFunctionCode } from './actions/update-function-code.ts';
import { updateFunctionConfiguration } from './actions/update-function-configuration.ts';
import { updateFunctionEventInvokeConfig } from './actions/update-function-event-invoke-config.ts';
import type { LambdaEngine } from './engine.ts';
import { eventSourceOperations } from './event-sources/operations.ts';

export const operations: Record<string, Operation<LambdaEngine>> = {
  AddPermission: addPermission,
  CreateAlias: createAlias,
  CreateFunction: createFunction,
  DeleteAlias: deleteAlias,
  DeleteFunction: deleteFunction,
  DeleteFunctionConcurrency: deleteFunctionConcurrency,
  DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
  GetAccountSettings: getAccountSettings,
  GetAlias: getAlias,
  GetFunction: getFunction,
  GetFunctionConcurrency: getFunctionConcurrency,
  GetFunctionConfiguration: getFunctionConfiguration,
  GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
  GetPolicy: getPolicy,
  Invoke: invoke,
  ListAliases: listAliases,
  ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
  ListFunctions: listFunctions,
  ListTags: listTags,
  ListVersionsByFunction: listVersionsByFunction,
  PublishVersion: publishVersion,
  PutFunctionConcurrency: putFunctionConcurrency,
  PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
  RemovePermission: removePermission,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateFunctionCode: updateFunctionCode,
  UpdateFunctionConfiguration: updateFunctionConfiguration,
  UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig,
  ...eventSourceOperations,
};
