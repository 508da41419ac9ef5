import type { Collection, StateStore } from '../../core/state.ts';
import type { Stack, StackContent, StackResource } from './stack.ts';

/** A stack without what is kept apart from it. Releases before this one kept everything in it. */
type StackRecord = Omit<Stack, 'before' | 'resources' | 'templateBody'> &
  Partial<Pick<Stack, 'before' | 'resources' | 'templateBody'>>;

/** What of a stack was written last. */
interface Written {
  resources: Map<string, StackResource>;
  before: StackContent | undefined;
  templateBody: string;
}

/**
 * Every stack, deleted ones too. A stack of 500 resources is saved thousands of times while it is deployed, so what
 * is large is kept apart and written only when it has changed: each resource, the template and the last stable state.
 */
export class StackStore {
  readonly #records: Collection<StackRecord>;
  readonly #resources: Collection<StackResource>;
  readonly #templates: Collection<string>;
  readonly #before: Collection<StackContent>;
  readonly #stacks = new Map<string, Stack>();
  readonly #written = new Map<string, Written>();

  constructor(state: StateStore) {
    this.#records = state.collection('cloudformation/stacks');
    this.#resources = state.collection('cloudformation/resources');
    this.#templates = state.collection('cloudformation/templates');
    this.#before = state.collection('cloudformation/before');
    const resources = this.#resourcesByStack();
    for (const [id, record] of this.#records.entries()) {
      const written: Written = {
        resources: resources.get(id) ?? new Map(),
        before: this.#before.get(id),
        templateBody: this.#templates.get(id) ?? '',
      };
      this.#written.set(id, written);
      this.#stacks.set(id, { ...written, resources: Object.fromEntries(written.resources), ...record });
    }
  }

  get(id: string): Stack | undefined {
    return this.#stacks.get(id);
  }

  values(): MapIterator<Stack> {
    return this.#stacks.values();
  }

  save(stack: Stack): void {
    const { id, resources, before, templateBody, ...record } = stack;
    this.#stacks.set(id, stack);
    this.#records.set(id, { id, ...record });
    const written = this.#writtenOf(id);
    // Resources and snapshots are never changed in place: another one is another object.
    for (const [logicalId, resource] of Object.entries(resources)) {
      if (written.resources.get(logicalId) === resource) continue;
      this.#resources.set(keyOf(id, logicalId), resource);
      written.resources.set(logicalId, resource);
    }
    for (const logicalId of written.resources.keys()) {
      if (Object.hasOwn(resources, logicalId)) continue;
      this.#resources.delete(keyOf(id, logicalId));
      written.resources.delete(logicalId);
    }
    if (written.before !== before) {
      if (before === undefined) this.#before.delete(id);
      else this.#before.set(id, before);
    }
    if (written.templateBody !== templateBody) this.#templates.set(id, templateBody);
    Object.assign(written, { before, templateBody });
  }

  #writtenOf(id: string): Written {
    let written = this.#written.get(id);
    if (written === undefined) {
      written = { resources: new Map(), before: undefined, templateBody: '' };
      this.#written.set(id, written);
    }
    return written;
  }

  #resourcesByStack(): Map<string, Map<string, StackResource>> {
    const found = new Map<string, Map<string, StackResource>>();
    for (const [key, resource] of this.#resources.entries()) {
      const id = key.slice(0, key.lastIndexOf('#'));
      const ofStack = found.get(id) ?? new Map<string, StackResource>();
      found.set(id, ofStack.set(resource.logicalId, resource));
    }
    return found;
  }
}

const keyOf = (stackId: string, logicalId: string): string => `${stackId}#${logicalId}`;
