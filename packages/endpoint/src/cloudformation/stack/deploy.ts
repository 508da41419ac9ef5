import { AwsError } from '../../core/errors.ts';
import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { visitInOrder } from '../template/graph.ts';
import type { Scope } from '../template/intrinsics.ts';
import { changedContent, cleanUp } from './cleanup.ts';
import { createResource } from './create-resource.ts';
import { checkReplaceable, desiredResource, transition } from './desired.ts';
import { save, setResource, setStackStatus } from './events.ts';
import { checkExports } from './exports.ts';
import { standing } from './lookup.ts';
import type { OnFailure } from './on-failure.ts';
import { resolveOutputs } from './outputs.ts';
import { scopeOf } from './prepare.ts';
import type { Prepared } from './prepared.ts';
import { deleteResource, succeeded, updateResource } from './provision.ts';
import { removeStack } from './remove.ts';
import { rollBackCreate, rollBackUpdate } from './rollback.ts';
import type { Stack, StackResource } from './stack.ts';

/** Takes a stack to what a prepared template says; afterwards it is at rest, deployed or rolled back. */
export async function deploy(
  engine: CloudFormationEngine,
  stack: Stack,
  prepared: Prepared,
  options: { verb: 'CREATE' | 'UPDATE'; onFailure: OnFailure },
): Promise<void> {
  const { verb, onFailure } = options;
  const previous = new Set(Object.keys(stack.resources));
  const run = new Deployment(engine, stack, prepared, onFailure !== 'DO_NOTHING');
  const problem = await run.execute();
  if (engine.closed || isToBeDeleted(stack)) return;
  if (problem === undefined) {
    await finish(engine, stack, prepared, verb, previous);
    return;
  }
  if (onFailure === 'DO_NOTHING') {
    setStackStatus(engine, stack, `${verb}_FAILED`, problem);
    return;
  }
  if (verb === 'UPDATE') {
    await rollBackUpdate(engine, stack, problem);
  } else if (onFailure === 'DELETE') {
    await removeStack(engine, stack, { reason: `${problem}Delete requested by user.`, retain: new Set() });
  } else {
    await rollBackCreate(engine, stack, `${problem}Rollback requested by user.`);
  }
}

/** A stack that is to be deleted while it is being created: nothing more is begun. */
const isToBeDeleted = (stack: Stack): boolean => stack.status === 'DELETE_IN_PROGRESS';

/** Deletes what is out of the template, and says that the stack stands. */
async function finish(
  engine: CloudFormationEngine,
  stack: Stack,
  prepared: Prepared,
  verb: 'CREATE' | 'UPDATE',
  previous: ReadonlySet<string>,
): Promise<void> {
  const old = stack.before === undefined ? [] : changedContent(stack.before.resources, stack.resources);
  const removed = [...previous].filter((logicalId) => !prepared.graph.has(logicalId));
  for (const logicalId of removed) {
    const resource = own(stack.resources, logicalId);
    if (resource !== undefined) old.push(resource);
    delete stack.resources[logicalId];
  }
  stack.before = undefined;
  stack.cleanup.push(...old);
  if (verb === 'UPDATE') setStackStatus(engine, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const clean = await cleanUp(engine, stack, 'replaced');
  if (engine.closed) return;
  setStackStatus(
    engine,
    stack,
    `${verb}_COMPLETE`,
    clean ? undefined : 'Update successful. One or more resources could not be deleted.',
  );
}

/** One run over the graph: creates, updates and replaces, independent resources at the same time. */
class Deployment {
  readonly #engine: CloudFormationEngine;
  readonly #stack: Stack;
  readonly #prepared: Prepared;
  readonly #imports = new Set<string>();
  readonly #failed: { logicalId: string; verb: 'create' | 'update' }[] = [];
  readonly #scope: Scope;

  readonly #mayReplace: boolean;

  constructor(engine: CloudFormationEngine, stack: Stack, prepared: Prepared, rollsBack: boolean) {
    this.#mayReplace = rollsBack;
    this.#engine = engine;
    this.#stack = stack;
    this.#prepared = prepared;
    this.#scope = scopeOf(engine, prepared, standing(stack.resources), this.#imports);
  }

  /** Undefined when everything went well, else the reason, ending with a blank. */
  async execute(): Promise<string | undefined> {
    const stack = this.#stack;
    const { body, template, parameters, tags, capabilities, graph } = this.#prepared;
    Object.assign(stack, {
      templateBody: body,
      description: template.description,
      parameters,
      tags,
      capabilities,
    });
    save(this.#engine, stack);
    await visitInOrder(
      graph,
      (logicalId) => this.#visit(logicalId),
      () => this.#failed.length === 0 && !this.#engine.closed && !isToBeDeleted(stack),
    );
    if (this.#failed.length > 0) return this.#describeFailures();
    if (this.#engine.closed || isToBeDeleted(stack)) return undefined;
    try {
      const outputs = resolveOutputs(this.#prepared, this.#scope);
      checkExports(this.#engine, stack, outputs);
      stack.outputs = outputs;
      stack.imports = [...this.#imports];
      save(this.#engine, stack);
      return undefined;
    } catch (thrown) {
      const error = AwsError.from(thrown);
      if (error.code === 'InternalFailure')
        this.#engine.context.log('error', 'failed to resolve stack outputs', { cause: thrown });
      return `${error.message.replace(/\.?$/, '.')} `;
    }
  }

  #describeFailures(): string {
    const names = (verb: string) =>
      this.#failed.filter((one) => one.verb === verb).map((one) => one.logicalId);
    return ['create', 'update']
      .filter((verb) => names(verb).length > 0)
      .map((verb) => `The following resource(s) failed to ${verb}: [${names(verb).join(', ')}]. `)
      .join('');
  }

  async #visit(logicalId: string): Promise<boolean> {
    const existing = own(this.#stack.resources, logicalId);
    let result: StackResource;
    try {
      result = await this.#provision(logicalId, existing);
    } catch (thrown) {
      result = this.#refuse(logicalId, existing, thrown);
    }
    if (this.#engine.closed) return false;
    if (succeeded(result)) return true;
    this.#failed.push({ logicalId, verb: result.status.startsWith('UPDATE') ? 'update' : 'create' });
    return false;
  }

  /** Something else failed: AWS cancels what is under way. */
  readonly #isCancelled = (): boolean => this.#failed.length > 0;

  async #provision(logicalId: string, existing: StackResource | undefined): Promise<StackResource> {
    const engine = this.#engine;
    const stack = this.#stack;
    const wanted = await desiredResource(engine, this.#prepared, logicalId, this.#scope);
    const step = existing?.status === 'CREATE_FAILED' ? 'create' : transition(existing, wanted);
    if (step === 'create' || existing === undefined) {
      // The leftover of a creation that failed without a rollback goes first.
      if (existing?.physicalId !== undefined) {
        await deleteResource(engine, stack, existing, { retain: false, standing: true });
      }
      setResource(engine, stack, wanted);
      return createResource(engine, stack, wanted, 'CREATE', this.#isCancelled);
    }
    if (step === 'none') {
      const { physicalId, attributes, timestamp } = existing;
      const status = succeeded(existing) ? existing.status : 'UPDATE_COMPLETE';
      const kept: StackResource = { ...wanted, physicalId, attributes, status, timestamp };
      stack.resources[logicalId] = kept;
      return kept;
    }
    setResource(engine, stack, { ...existing, status: 'UPDATE_IN_PROGRESS', reason: undefined });
    if (step === 'update') return updateResource(engine, stack, existing, wanted, this.#isCancelled);
    checkReplaceable(existing, wanted);
    if (!this.#mayReplace) {
      throw cloudFormationError.validation(
        'Replacement type updates not supported on stack with disable-rollback.',
      );
    }
    setResource(engine, stack, {
      ...existing,
      status: 'UPDATE_IN_PROGRESS',
      reason: 'Requested update requires the creation of a new physical resource; hence creating one.',
    });
    return createResource(engine, stack, wanted, 'UPDATE', this.#isCancelled);
  }

  /** A resource whose properties cannot be resolved. */
  #refuse(logicalId: string, existing: StackResource | undefined, thrown: unknown): StackResource {
    const error = AwsError.from(thrown);
    if (error.code === 'InternalFailure') {
      this.#engine.context.log('error', 'failed to resolve resource properties', {
        logicalId,
        cause: thrown,
      });
    }
    const blank: StackResource = {
      logicalId,
      type: this.#prepared.template.resources.get(logicalId)?.Type ?? '',
      status: 'CREATE_FAILED',
      timestamp: new Date(this.#engine.context.clock.now()),
      properties: {},
      attributes: {},
      deletionPolicy: 'Delete',
      updateReplacePolicy: 'Delete',
      dependsOn: [...(this.#prepared.graph.get(logicalId) ?? [])],
    };
    const record = existing ?? blank;
    const status = existing?.physicalId === undefined ? 'CREATE_FAILED' : 'UPDATE_FAILED';
    return setResource(this.#engine, this.#stack, { ...record, status, reason: error.message });
  }
}
