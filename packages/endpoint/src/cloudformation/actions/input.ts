import { z } from 'zod';
import { flag, integer } from '../../core/input.ts';
import { cloudFormationError } from '../errors.ts';

/** Members that several operations share. The Query protocol sends an empty list as empty text. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === '' ? [] : value), z.array(item));

export const stackName = z
  .string()
  .min(1)
  .regex(/^([a-zA-Z][-a-zA-Z0-9]{0,127}|arn:[-a-zA-Z0-9:/._+]+)$/, {
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

/** Names one request; events carry it. */
export const requestToken = z
  .string()
  .regex(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/, {
    error: 'Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*',
  })
  .optional();

export const templateSource = {
  TemplateBody: z.string().min(1).optional(),
  TemplateURL: z.string().min(1).optional(),
};

/** What would need more than we have. Parsed so that it can be refused, not ignored. */
const unsupportedSettings = {
  RollbackConfiguration: z
    .object({
      RollbackTriggers: listOf(z.unknown()).optional(),
      MonitoringTimeInMinutes: integer.optional(),
    })
    .optional(),
  StackPolicyBody: z.string().optional(),
  StackPolicyURL: z.string().optional(),
  StackPolicyDuringUpdateBody: z.string().optional(),
  StackPolicyDuringUpdateURL: z.string().optional(),
  TimeoutInMinutes: integer.optional(),
};

const CAPABILITIES = ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_IAM'] as const;

const tags = listOf(z.object({ Key: z.string().min(1).max(128), Value: z.string().min(1).max(256) })).pipe(
  z
    .array(
      z.object({
        Key: z.string().refine((key) => !key.startsWith('aws:'), {
          error: 'aws: prefixed tag key names are not allowed for external use.',
        }),
        Value: z.string(),
      }),
    )
    .max(50, 'Member must have length less than or equal to 50'),
);

export const deploymentConfig = z.object({
  Mode: z.string().optional(),
  DisableRollback: flag.optional(),
});

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
  Capabilities: listOf(
    z.enum(CAPABILITIES, {
      error: `Member must satisfy enum value set: [${CAPABILITIES.join(', ')}]`,
    }),
  ).default([]),
  ResourceTypes: listOf(z.string().min(1).max(256)).optional(),
  Tags: tags.optional(),
  NotificationARNs: listOf(z.string())
    .pipe(z.array(z.string()).max(5, 'Member must have length less than or equal to 5'))
    .optional(),
  RoleARN: z.string().min(20).max(2048).optional(),
  DeploymentConfig: deploymentConfig.optional(),
  // What it would skip is reported for what AWS would refuse too; what the endpoint does not have stays refused.
  DisableValidation: flag.default(false),
};

/** Refuses by name what would otherwise be ignored. */
export function refuseUnsupported(input: {
  RollbackConfiguration?:
    | { RollbackTriggers?: unknown[] | undefined; MonitoringTimeInMinutes?: number | undefined }
    | undefined;
  StackPolicyBody?: string | undefined;
  StackPolicyURL?: string | undefined;
  StackPolicyDuringUpdateBody?: string | undefined;
  StackPolicyDuringUpdateURL?: string | undefined;
  TimeoutInMinutes?: number | undefined;
  ChangeSetType?: string | undefined;
  ResourcesToImport?: unknown[] | undefined;
  DeploymentMode?: string | undefined;
  DeploymentConfig?: { Mode?: string | undefined } | undefined;
}): void {
  // ImportExistingResources, which `cdk bootstrap` asks for, matters only where a resource to be created is there
  // already; its creation then fails, saying so.
  if (input.ChangeSetType === 'IMPORT' || (input.ResourcesToImport ?? []).length > 0) {
    throw cloudFormationError.notImplemented('the import of resources into stacks');
  }
  if ((input.RollbackConfiguration?.RollbackTriggers ?? []).length > 0)
    throw cloudFormationError.notImplemented('rollback triggers');
  if ((input.RollbackConfiguration?.MonitoringTimeInMinutes ?? 0) > 0)
    throw cloudFormationError.notImplemented('MonitoringTimeInMinutes of stacks');
  const policies = [
    input.StackPolicyBody,
    input.StackPolicyURL,
    input.StackPolicyDuringUpdateBody,
    input.StackPolicyDuringUpdateURL,
  ];
  if (policies.some((policy) => policy !== undefined))
    throw cloudFormationError.notImplemented('stack policies');
  if (input.TimeoutInMinutes !== undefined)
    throw cloudFormationError.notImplemented('TimeoutInMinutes of stacks');
  if (input.DeploymentMode !== undefined)
    throw cloudFormationError.notImplemented(`the deployment mode ${input.DeploymentMode}`);
  refuseDeploymentMode(input.DeploymentConfig);
}

export function refuseDeploymentMode(config: { Mode?: string | undefined } | undefined): void {
  const mode = config?.Mode;
  if (mode !== undefined && mode !== 'STANDARD')
    throw cloudFormationError.notImplemented(`the deployment mode ${mode}`);
}
