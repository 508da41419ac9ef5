import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESOURCE_TYPES } from '../../src/cloudformation/resources/registry.ts';
import { supportedOperations } from './supported-operations.ts';

export const README = join(import.meta.dirname, '../../README.md');

/** The README with its generated lists as the code has them now. */
export async function readmeWithLists(): Promise<string> {
  let text = readFileSync(README, 'utf8');
  text = replaceSection(text, 'operations', operationList(await supportedOperations()));
  return replaceSection(text, 'resource-types', resourceTypeList(RESOURCE_TYPES));
}

export function operationList(services: ReadonlyMap<string, readonly string[]>): string {
  return [...services]
    .map(([title, names]) => `- **${title}** (${names.length}): ${names.join(', ')}`)
    .join('\n');
}

/** One line for each service, so that a change shows where it belongs. */
export function resourceTypeList(types: readonly string[]): string {
  const byService = Map.groupBy([...types].sort(), (type) => type.split('::').slice(0, 2).join('::'));
  return [...byService]
    .map(([service, names]) => `- **${service}**: ${names.map((name) => name.split('::')[2]).join(', ')}`)
    .join('\n');
}

/** Replaces what is between `<!-- generated: name -->` and the next `<!-- end -->`. */
export function replaceSection(text: string, name: string, content: string): string {
  const begin = `<!-- generated: ${name} -->\n`;
  const from = text.indexOf(begin);
  const to = text.indexOf('\n<!-- end -->', from);
  if (from < 0 || to < 0) throw new TypeError(`The README has no section "${name}" to generate.`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}
