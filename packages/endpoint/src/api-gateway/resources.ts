import type { Resource } from '@aws-sdk/client-api-gateway';
import type { ResourceRecord } from './model.ts';

/** A resource as answers show it; its methods whole only where `embed=methods` asked for them. */
export function toResource(record: ResourceRecord, embed: readonly string[] = []): Resource {
  const { methods, ...resource } = record;
  const names = Object.keys(methods);
  if (names.length === 0) return resource;
  const whole = embed.includes('methods');
  return {
    ...resource,
    resourceMethods: Object.fromEntries(names.map((name) => [name, whole ? (methods[name] ?? {}) : {}])),
  };
}
