import { z } from 'zod';
import { flag, integer, lacking, stringMap } from '../../core/input.ts';
import type { Runtime } from './runtimes.ts';

const vpc = z.object({
  SubnetIds: lacking,
  SecurityGroupIds: lacking,
  Ipv6AllowedForDualStack: flag.optional(),
});

const logging = z
  .object({
    LogFormat: z.enum(['Text', 'JSON']).default('Text'),
    LogGroup: z
      .string()
      .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/)
      .optional(),
    ApplicationLogLevel: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).optional(),
    SystemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
  })
  .refine(({ LogFormat, ApplicationLogLevel: level }) => LogFormat === 'JSON' || level === undefined, {
    message: 'log levels need the JSON log format',
  });

const role = z
  .string()
  .regex(/^arn:aws[a-zA-Z-]*:iam::\d{12}:role\/?[\w+=,.@\-/]+$/, 'must be the ARN of a role');

/** What both CreateFunction and UpdateFunctionConfiguration take. */
const members = {
  Description: z.string().max(256),
  Handler: z
    .string()
    .max(128)
    .regex(/^[^\s]+$/, 'must not contain white space'),
  Runtime: z.string(),
  Role: role,
  Timeout: integer.pipe(z.int().min(1).max(900)),
  MemorySize: integer.pipe(z.int().min(128).max(10_240)),
  Environment: z.object({ Variables: stringMap.optional() }),
  DeadLetterConfig: z.object({ TargetArn: z.string().optional() }),
  TracingConfig: z.object({ Mode: z.enum(['Active', 'PassThrough']).default('PassThrough') }),
  EphemeralStorage: z.object({ Size: integer.pipe(z.int().min(512).max(10_240)) }),
  LoggingConfig: logging,
  KMSKeyArn: z.string().regex(/^(arn:aws[a-zA-Z-]*:[a-z0-9-.]+:.*|)$/, 'must be the ARN of a key'),
  // Node.js runtimes have no SnapStart on AWS either.
  SnapStart: z.object({ ApplyOn: z.literal('None') }),
};

/** Members that change how a function runs and that nothing here would honour: refused rather than ignored. */
const refused = {
  Layers: lacking,
  FileSystemConfigs: lacking,
  VpcConfig: vpc.optional(),
  ImageConfig: lacking,
  CodeSigningConfigArn: lacking,
  DurableConfig: lacking,
  CapacityProviderConfig: lacking,
  TenancyConfig: lacking,
};

export const createSettings = z.object({
  ...z.object(members).partial().required({ Role: true }).shape,
  ...refused,
  PublishTo: lacking,
  PackageType: z.enum(['Zip', 'Image']).optional(),
  Architectures: z
    .array(z.enum(['x86_64', 'arm64']))
    .length(1)
    .optional(),
});

export const updateSettings = z.object({ ...z.object(members).partial().shape, ...refused });

export type SettingsInput = z.output<typeof createSettings>;
export type SettingsChange = z.output<typeof updateSettings>;

/** The configuration that a version keeps, in the words of the API, with every default filled in. */
export interface FunctionSettings {
  description: string;
  handler: string;
  runtime: Runtime;
  role: string;
  timeout: number;
  memorySize: number;
  variables: Record<string, string>;
  deadLetterArn?: string;
  tracing: 'Active' | 'PassThrough';
  ephemeralStorage: number;
  logging: z.output<typeof logging> & { LogGroup: string };
  kmsKeyArn?: string;
  architecture: 'x86_64' | 'arm64';
}
