import type { Architecture, ImageConfig, PackageType, Runtime, VpcConfig } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { RUNTIMES } from '../../../core/runtimes.ts';
import type { Value, ValueMap } from '../../template/template.ts';
import { choice, structure, tags, text, textMap, texts, whole } from '../properties.ts';
import type { Unsupported } from '../resource-type.ts';
import { knownText, valueAt } from '../values.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const functionProperties = z.strictObject({
  FunctionName: text.optional(),
  Code: z.strictObject({
    S3Bucket: text.optional(),
    S3Key: text.optional(),
    S3ObjectVersion: text.optional(),
    ZipFile: text.optional(),
    ImageUri: text.optional(),
  }),
  Role: text,
  Handler: text.optional(),
  Runtime: choice<Runtime>().optional(),
  Description: text.optional(),
  Timeout: whole.optional(),
  MemorySize: whole.optional(),
  Environment: z.strictObject({ Variables: textMap.optional() }).optional(),
  EphemeralStorage: z.strictObject({ Size: whole }).optional(),
  Architectures: z.array(choice<Architecture>()).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: text.optional() }).optional(),
  KmsKeyArn: text.optional(),
  Layers: texts.optional(),
  LoggingConfig: z
    .strictObject({
      LogFormat: choice<'JSON' | 'Text'>().optional(),
      LogGroup: text.optional(),
      ApplicationLogLevel: choice<'DEBUG' | 'ERROR' | 'FATAL' | 'INFO' | 'TRACE' | 'WARN'>().optional(),
      SystemLogLevel: choice<'DEBUG' | 'INFO' | 'WARN'>().optional(),
    })
    .optional(),
  PackageType: choice<PackageType>().optional(),
  ImageConfig: structure<ImageConfig>().optional(),
  ReservedConcurrentExecutions: whole.optional(),
  SnapStart: z.strictObject({ ApplyOn: choice<'PublishedVersions' | 'None'>() }).optional(),
  TracingConfig: z.strictObject({ Mode: choice<'Active' | 'PassThrough'>().optional() }).optional(),
  VpcConfig: structure<VpcConfig>().optional(),
  Tags: tags.optional(),
});

export type FunctionProperties = z.output<typeof functionProperties>;

export const UNSUPPORTED_FUNCTION_PROPERTIES = [
  'CapacityProviderConfig',
  'CodeSigningConfigArn',
  'DurableConfig',
  'FileSystemConfigs',
  'FunctionScalingConfig',
  'PublishToLatestPublished',
  'RecursiveLoop',
  'RuntimeManagementConfig',
  'TenancyConfig',
];

export function unsupportedFunctionValues(properties: ValueMap): Unsupported[] {
  const runtime = knownText(properties['Runtime']);
  const found: (Unsupported | false | undefined)[] = [
    runtime !== undefined &&
      !RUNTIMES.some((one) => one === runtime) && {
        path: 'Runtime',
        what: `the runtime ${runtime}; it runs ${RUNTIMES.join(', ')}`,
      },
    (valueAt(properties, 'Code', 'ImageUri') !== undefined || properties['PackageType'] === 'Image') && {
      path: 'Code',
      what: 'Lambda functions from container images',
    },
    isFilled(properties['Layers']) && { path: 'Layers', what: 'Lambda layers' },
    (isFilled(valueAt(properties, 'VpcConfig', 'SubnetIds')) ||
      isFilled(valueAt(properties, 'VpcConfig', 'SecurityGroupIds'))) && {
      path: 'VpcConfig',
      what: 'Lambda functions in a VPC',
    },
  ];
  return found.filter((one): one is Unsupported => typeof one === 'object');
}

const isFilled = (value: Value | undefined): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

/** What CreateFunction and UpdateFunctionConfiguration have in common. A property taken out goes back to its default. */
export function functionConfiguration(properties: FunctionProperties) {
  const { Role, Handler, Runtime, Layers, VpcConfig, ImageConfig, SnapStart, LoggingConfig, KmsKeyArn } =
    properties;
  return {
    Role,
    ...(Handler !== undefined && { Handler }),
    ...(Runtime !== undefined && { Runtime }),
    Description: properties.Description ?? '',
    Timeout: properties.Timeout ?? 3,
    MemorySize: properties.MemorySize ?? 128,
    Environment: { Variables: properties.Environment?.Variables ?? {} },
    EphemeralStorage: { Size: properties.EphemeralStorage?.Size ?? 512 },
    TracingConfig: { Mode: properties.TracingConfig?.Mode ?? ('PassThrough' as const) },
    ...(properties.DeadLetterConfig && { DeadLetterConfig: properties.DeadLetterConfig }),
    ...(Layers && { Layers }),
    ...(VpcConfig && { VpcConfig }),
    ...(ImageConfig && { ImageConfig }),
    ...(SnapStart && { SnapStart }),
    ...(LoggingConfig && { LoggingConfig }),
    ...(KmsKeyArn !== undefined && { KMSKeyArn: KmsKeyArn }),
  };
}
