import type { Operation } from '../core/operation.ts';
import { createApiKey } from './actions/create-api-key.ts';
import { createDeployment } from './actions/create-deployment.ts';
import { createModel } from './actions/create-model.ts';
import { createRequestValidator } from './actions/create-request-validator.ts';
import { createResource } from './actions/create-resource.ts';
import { createRestApi } from './actions/create-rest-api.ts';
import { createStage } from './actions/create-stage.ts';
import { createUsagePlan } from './actions/create-usage-plan.ts';
import { createUsagePlanKey } from './actions/create-usage-plan-key.ts';
import { deleteApiKey } from './actions/delete-api-key.ts';
import { deleteDeployment } from './actions/delete-deployment.ts';
import { deleteGatewayResponse } from './actions/delete-gateway-response.ts';
import { deleteIntegration } from './actions/delete-integration.ts';
import { deleteIntegrationResponse } from './actions/delete-integration-response.ts';
import { deleteMethod } from './actions/delete-method.ts';
import { deleteMethodResponse } from './actions/delete-method-response.ts';
import { deleteModel } from './actions/delete-model.ts';
import { deleteRequestValidator } from './actions/delete-request-validator.ts';
import { deleteResource } from './actions/delete-resource.ts';
import { deleteRestApi } from './actions/delete-rest-api.ts';
import { deleteStage } from './actions/delete-stage.ts';
import { deleteUsagePlan } from './actions/delete-usage-plan.ts';
import { deleteUsagePlanKey } from './actions/delete-usage-plan-key.ts';
import { getAccount } from './actions/get-account.ts';
import { getApiKey } from './actions/get-api-key.ts';
import { getApiKeys } from './actions/get-api-keys.ts';
import { getDeployment } from './actions/get-deployment.ts';
import { getDeployments } from './actions/get-deployments.ts';
import { getGatewayResponse } from './actions/get-gateway-response.ts';
import { getGatewayResponses } from './actions/get-gateway-responses.ts';
import { getIntegration } from './actions/get-integration.ts';
import { getIntegrationResponse } from './actions/get-integration-response.ts';
import { getMethod } from './actions/get-method.ts';
import { getMethodResponse } from './actions/get-method-response.ts';
import { getModel } from './actions/get-model.ts';
import { getModels } from './actions/get-models.ts';
import { getRequestValidator } from './actions/get-request-validator.ts';
import { getRequestValidators } from './actions/get-request-validators.ts';
import { getResource } from './actions/get-resource.ts';
import { getResources } from './actions/get-resources.ts';
import { getRestApi } from './actions/get-rest-api.ts';
import { getRestApis } from './actions/get-rest-apis.ts';
import { getStage } from './actions/get-stage.ts';
import { getStages } from './actions/get-stages.ts';
import { getTags } from './actions/get-tags.ts';
import { getUsagePlan } from './actions/get-usage-plan.ts';
import { getUsagePlanKey } from './actions/get-usage-plan-key.ts';
import { getUsagePlanKeys } from './actions/get-usage-plan-keys.ts';
import { getUsagePlans } from './actions/get-usage-plans.ts';
import { putGatewayResponse } from './actions/put-gateway-response.ts';
import { putIntegration } from './actions/put-integration.ts';
import { putIntegrationResponse } from './actions/put-integration-response.ts';
import { putMethod } from './actions/put-method.ts';
import { putMethodResponse } from './actions/put-method-response.ts';
import { tagResource } from './actions/tag-resource.ts';
import { untagResource } from './actions/untag-resource.ts';
import { updateAccount } from './actions/update-account.ts';
import { updateApiKey } from './actions/update-api-key.ts';
import { updateDeployment } from './actions/update-deployment.ts';
import { updateGatewayResponse } from './actions/update-gateway-response.ts';
import { updateIntegration } from './actions/update-integration.ts';
import { updateIntegrationResponse } from './actions/update-integration-response.ts';
import { updateMethod } from './actions/update-method.ts';
import { updateMethodResponse } from './actions/update-method-response.ts';
import { updateModel } from './actions/update-model.ts';
import { updateRequestValidator } from './actions/update-request-validator.ts';
import { updateResource } from './actions/update-resource.ts';
import { updateRestApi } from './actions/update-rest-api.ts';
import { updateStage } from './actions/update-stage.ts';
import { updateUsagePlan } from './actions/update-usage-plan.ts';
import type { ApiGatewayEngine } from './engine.ts';

export const operations: Record<string, Operation<ApiGatewayEngine>> = {
  CreateApiKey: createApiKey,
  CreateDeployment: createDeployment,
  CreateModel: createModel,
  CreateRequestValidator: createRequestValidator,
  CreateResource: createResource,
  CreateRestApi: createRestApi,
  CreateStage: createStage,
  CreateUsagePlanKey: createUsagePlanKey,
  CreateUsagePlan: createUsagePlan,
  DeleteApiKey: deleteApiKey,
  DeleteDeployment: deleteDeployment,
  DeleteGatewayResponse: deleteGatewayResponse,
  DeleteIntegrationResponse: deleteIntegrationResponse,
  DeleteIntegration: deleteIntegration,
  DeleteMethodResponse: deleteMethodResponse,
  DeleteMethod: deleteMethod,
  DeleteModel: deleteModel,
  DeleteRequestValidator: deleteRequestValidator,
  DeleteResource: deleteResource,
  DeleteRestApi: deleteRestApi,
  DeleteStage: deleteStage,
  DeleteUsagePlanKey: deleteUsagePlanKey,
  DeleteUsagePlan: deleteUsagePlan,
  GetAccount: getAccount,
  GetApiKey: getApiKey,
  GetApiKeys: getApiKeys,
  GetDeployment: getDeployment,
  GetDeployments: getDeployments,
  GetGatewayResponse: getGatewayResponse,
  GetGatewayResponses: getGatewayResponses,
  GetIntegrationResponse: getIntegrationResponse,
  GetIntegration: getIntegration,
  GetMethodResponse: getMethodResponse,
  GetMethod: getMethod,
  GetModel: getModel,
  GetModels: getModels,
  GetRequestValidator: getRequestValidator,
  GetRequestValidators: getRequestValidators,
  GetResource: getResource,
  GetResources: getResources,
  GetRestApi: getRestApi,
  GetRestApis: getRestApis,
  GetStage: getStage,
  GetStages: getStages,
  GetTags: getTags,
  GetUsagePlanKey: getUsagePlanKey,
  GetUsagePlanKeys: getUsagePlanKeys,
  GetUsagePlan: getUsagePlan,
  GetUsagePlans: getUsagePlans,
  PutGatewayResponse: putGatewayResponse,
  PutIntegrationResponse: putIntegrationResponse,
  PutIntegration: putIntegration,
  PutMethodResponse: putMethodResponse,
  PutMethod: putMethod,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAccount: updateAccount,
  UpdateApiKey: updateApiKey,
  UpdateDeployment: updateDeployment,
  UpdateGatewayResponse: updateGatewayResponse,
  UpdateIntegrationResponse: updateIntegrationResponse,
  UpdateIntegration: updateIntegration,
  UpdateMethodResponse: updateMethodResponse,
  UpdateMethod: updateMethod,
  UpdateModel: updateModel,
  UpdateRequestValidator: updateRequestValidator,
  UpdateResource: updateResource,
  UpdateRestApi: updateRestApi,
  UpdateStage: updateStage,
  UpdateUsagePlan: updateUsagePlan,
};
