import { z } from 'zod';
import { flag, integer } from '../../core/input.ts';
import { notSupported } from '../errors.ts';

/** Members that several operations share. The Query protocol sends an empty list as empty text. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === '' ? [] : value), z.array(item));

export const stackName = z.string().regex(/^([a-zA-Z][-a-zA-Z0-9]{0,127}|arn:[-a-zA-Z0-9:/._+]+)$/, {
  error: 'Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*',
});

/** A change set's name or ARN, and the stack that it belongs to. */
export const changeSetName = z
  .string()
  .max(1600)
  .regex(/^([a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*)$/, {
    error: 'Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*',
  });
export const stackNameOfChangeSet = stackName.optional();

export const templateSource = {
  TemplateBody: z.string().min(1).optional(),
  TemplateURL: z.string().min(1).optional(),
};

/** What would need more than we have. Parsed so that it can be refused, not ignored. */
const unsupportedSettings = {
  ResourceTypes: listOf(z.string()).optional(),
  RollbackConfiguration: z.object({ RollbackTriggers: listOf(z.unknown()).optional() }).optional(),
  StackPolicyBody: z.string().optional(),
  StackPolicyURL: z.string().optional(),
  TimeoutInMinutes: integer.optional(),
};

export const submission = {
  ...templateSource,
  ...unsupportedSettings,
  Parameters: listOf(
    z.object({
      ParameterKey: z.string(),
      ParameterValue: z.string().optional(),
      UsePreviousValue: flag.optional(),
    }),
  ).default([]),
  Capabilities: listOf(z.string()).default([]),
  Tags: listOf(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) })).optional(),
  NotificationARNs: listOf(z.string()).optional(),
  RoleARN: z.string().optional(),
  DeploymentConfig: z.object({ Mode: z.string().optional(), DisableRollback: flag.optional() }).optional(),
};

/** Refuses by name what would otherwise be ignored. */
export function refuseUnsupported(input: {
  ResourceTypes?: string[] | undefined;
  RollbackConfiguration?: { RollbackTriggers?: unknown[] | undefined } | undefined;
  StackPolicyBody?: string | undefined;
  StackPolicyURL?: string | undefined;
  TimeoutInMinutes?: number | undefined;
  ChangeSetType?: string | undefined;
  ResourcesToImport?: unknown[] | undefined;
  DeploymentMode?: string | undefined;
  DeploymentConfig?: { Mode?: string | undefined } | undefined;
}): void {
  // ImportExistingResources, which `cdk bootstrap` asks for, matters only where a resource to be created is there
  // already; its creation then fails, saying so.
  if (input.ChangeSetType === 'IMPORT' || (input.ResourcesToImport ?? []).length > 0) {
    throw notSupported('the import of resources into stacks');
  }
  if ((input.ResourceTypes ?? []).length > 0) throw notSupported('ResourceTypes of stacks');
  if ((input.RollbackConfiguration?.RollbackTriggers ?? []).length > 0)
    throw notSupported('rollback triggers');
  if ((input.StackPolicyBody ?? input.StackPolicyURL) !== undefined) throw notSupported('stack policies');
  if (input.TimeoutInMinutes !== undefined) throw notSupported('TimeoutInMinutes of stacks');
  if (input.DeploymentMode !== undefined) throw notSupported(`the deployment mode ${input.DeploymentMode}`);
  const mode = input.DeploymentConfig?.Mode;
  if (mode !== undefined && mode !== 'STANDARD') throw notSupported(`the deployment mode ${mode}`);
}
