import type { ResourceContext } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requests.html */
export interface CustomRequest {
  RequestType: 'Create' | 'Update' | 'Delete';
  RequestId: string;
  StackId: string;
  ResourceType: string;
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceProperties: Record<string, unknown>;
  OldResourceProperties?: Record<string, unknown>;
}

export interface CustomResult {
  PhysicalResourceId?: string | undefined;
  Data?: Record<string, unknown> | null | undefined;
}

/** Who does the work of a custom resource. Throws when it fails. */
export type Provider = (
  request: CustomRequest,
  context: ResourceContext,
  seconds: number,
) => Promise<CustomResult>;

export const failedMessage = (reason: string | undefined, requestId: string): string =>
  `Received response status [FAILED] from custom resource. Message returned: ${reason ?? 'none'} (RequestId: ${requestId})`;

/** Providers are given every scalar as text. */
export function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asTexts(member)]));
  }
  return value === null ? '' : String(value);
}
