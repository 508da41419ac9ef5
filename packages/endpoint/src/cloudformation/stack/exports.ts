import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import type { Stack, StackOutput } from './stack.ts';

export interface Export {
  ExportingStackId: string;
  Name: string;
  Value: string;
}

/** Every export of the region. */
export function exportsOf(engine: CloudFormationEngine): Export[] {
  return [...engine.stacks.values()]
    .filter((stack) => stack.status !== 'DELETE_COMPLETE')
    .flatMap((stack) =>
      stack.outputs.flatMap((output) =>
        output.ExportName === undefined
          ? []
          : [{ ExportingStackId: stack.id, Name: output.ExportName, Value: output.OutputValue }],
      ),
    );
}

/** Names of the stacks that import an export. */
export function importersOf(engine: CloudFormationEngine, name: string): string[] {
  return [...engine.stacks.values()]
    .filter((stack) => stack.status !== 'DELETE_COMPLETE' && stack.imports.includes(name))
    .map((stack) => stack.name);
}

export function importValue(engine: CloudFormationEngine, name: string): string {
  const found = exportsOf(engine).find((one) => one.Name === name);
  if (found === undefined) throw cloudFormationError.validation(`No export named ${name} found`);
  return found.Value;
}

const exportInUse = (name: string, users: string): string =>
  `Cannot delete export ${name} as it is in use by ${users}.`;

/** Why a stack cannot be deleted: another one imports from it. */
export function whyInUse(engine: CloudFormationEngine, stack: Stack): string | undefined {
  for (const { ExportName } of stack.outputs) {
    const importers = ExportName === undefined ? [] : importersOf(engine, ExportName);
    if (importers.length > 0) return exportInUse(ExportName ?? '', importers.join(' and '));
  }
  return undefined;
}

/** Refuses outputs that take another stack's export name, or change or drop an export that is in use. */
export function checkExports(engine: CloudFormationEngine, stack: Stack, next: readonly StackOutput[]): void {
  const others = exportsOf(engine).filter((one) => one.ExportingStackId !== stack.id);
  const names = new Set<string>();
  for (const { ExportName } of next) {
    if (ExportName === undefined) continue;
    const owner = others.find((one) => one.Name === ExportName);
    if (owner !== undefined) {
      const name = engine.stacks.get(owner.ExportingStackId)?.name;
      throw cloudFormationError.validation(
        `Export with name ${ExportName} is already exported by stack ${name}`,
      );
    }
    if (names.has(ExportName)) {
      throw cloudFormationError.validation(`Duplicate export name ${ExportName} in the stack's outputs`);
    }
    names.add(ExportName);
  }
  for (const { ExportName, OutputValue } of stack.outputs) {
    if (ExportName === undefined) continue;
    const after = next.find((output) => output.ExportName === ExportName);
    if (after !== undefined && after.OutputValue === OutputValue) continue;
    const importers = importersOf(engine, ExportName);
    if (importers.length === 0) continue;
    const users = importers.join(' and ');
    throw cloudFormationError.validation(
      after === undefined
        ? exportInUse(ExportName, users)
        : `Export ${ExportName} cannot be updated as it is in use by ${users}`,
    );
  }
}
