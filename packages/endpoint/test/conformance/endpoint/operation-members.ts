import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

const SOURCE = join(import.meta.dirname, '../../../src');
const FOLDERS: Readonly<Record<string, string>> = { apigateway: 'api-gateway' };
const known = new Map<string, Promise<Map<string, readonly string[]>>>();

/** The input members of every operation of a service, as its schemas declare them. */
export function membersByOperation(service: string): Promise<Map<string, readonly string[]>> {
  let found = known.get(service);
  if (found === undefined) {
    found = read(FOLDERS[service] ?? service);
    known.set(service, found);
  }
  return found;
}

async function read(folder: string): Promise<Map<string, readonly string[]>> {
  const members = new Map<string, readonly string[]>();
  for (const file of globSync(`${folder}/operations.ts`, { cwd: SOURCE })) {
    const { operations }: { operations: Record<string, { input: z.ZodType }> } = await import(
      join(SOURCE, file)
    );
    for (const [name, { input }] of Object.entries(operations)) members.set(name, membersOf(input));
  }
  return members;
}

/** Looks through pipes, defaults and intersections for the object that a schema is. */
function membersOf(schema: unknown): readonly string[] {
  // Zod's own types name the members of each kind of schema; here they are looked for by name.
  const def = new Map<string, unknown>(Object.entries((schema as z.core.$ZodType)._zod.def));
  const shape = def.get('shape');
  if (typeof shape === 'object' && shape !== null) return Object.keys(shape);
  return ['in', 'out', 'left', 'right', 'innerType'].flatMap((part) => {
    const inner = def.get(part);
    return typeof inner === 'object' && inner !== null && '_zod' in inner ? membersOf(inner) : [];
  });
}
