import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { findStack } from '../stack/find.ts';
import { checkServiceRole } from '../stack/service-role.ts';
import { isAtRest } from '../stack/stack.ts';
import { startRemove } from '../stack/start.ts';
import { deploymentConfig, listOf, refuseDeploymentMode, requestToken, stackName } from './input.ts';

export const deleteStack = operation('cloudformation', 'DeleteStack', {
  resource: stackOf,
  input: z.object({
    StackName: stackName,
    RetainResources: listOf(z.string()).default([]),
    RoleARN: z.string().optional(),
    ClientRequestToken: requestToken,
    DeploymentConfig: deploymentConfig.optional(),
    DeletionMode: z.enum(['STANDARD', 'FORCE_DELETE_STACK']).default('STANDARD'),
  }),
  async run(engine: CloudFormationEngine, input) {
    await checkServiceRole(engine, input.RoleARN);
    refuseDeploymentMode(input.DeploymentConfig);
    const stack = findStack(engine, input.StackName);
    // Deleting what is not there succeeds, as does asking twice.
    if (stack === undefined || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS')
      return {};
    if (stack.terminationProtection) throw cloudFormationError.terminationProtected(stack.name);
    if (!isAtRest(stack.status) && stack.status !== 'CREATE_IN_PROGRESS') {
      throw cloudFormationError.stackInWrongState(stack.id, stack.status, 'deleted');
    }
    const force = input.DeletionMode === 'FORCE_DELETE_STACK';
    if ((input.RetainResources.length > 0 || force) && stack.status !== 'DELETE_FAILED') {
      throw cloudFormationError.validation(
        `Invalid operation on stack [${stack.id}]. RetainResources and FORCE_DELETE_STACK are for stacks that are in DELETE_FAILED.`,
      );
    }
    const stuck = Object.values(stack.resources).filter((resource) => resource.status === 'DELETE_FAILED');
    const retain = force ? stuck.map((resource) => resource.logicalId) : input.RetainResources;
    stack.roleArn = input.RoleARN ?? stack.roleArn;
    startRemove(engine, stack, new Set(retain), input.ClientRequestToken);
    return {};
  },
});
