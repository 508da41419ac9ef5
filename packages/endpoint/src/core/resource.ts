import type { EndpointContext } from './context.ts';

/** What a resource's ARN is made of: every engine has it. */
export interface ArnSource {
  readonly context: Pick<EndpointContext, 'accountId' | 'region'>;
}

/** For actions that act on no single resource, such as lists: policies allow them on `*`. */
export function noResource(): undefined {
  return undefined;
}

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export function regionalArn({ context }: ArnSource, service: string, resource: string): string {
  return `arn:aws:${service}:${context.region}:${context.accountId}:${resource}`;
}

/** A name, or an ARN that was given in its place. */
export function nameOrArn(source: ArnSource, service: string, prefix: string, value: string): string {
  return value.startsWith('arn:') ? value : regionalArn(source, service, prefix + value);
}
