import { AwsError } from '../../core/errors.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { parseProperties } from '../resources/properties.ts';
import type { Provisioned, ResourceContext, ResourceType } from '../resources/resource-type.ts';
import { setResource } from './events.ts';
import { failureReason } from './failure.ts';
import { alreadyExists, refuseOwned } from './ownership.ts';
import { paceStep } from './pace.ts';
import { typeOf } from './provision.ts';
import { resourceContext } from './resource-context.ts';
import type { Stack, StackResource } from './stack.ts';

/**
 * Creates a resource; as the replacement of an older one, its events are those of an update. It does not throw: the
 * record says how it ended. `isCancelled` is asked at the end: when something else failed in the meantime, what succeeded
 * is to be rolled back too.
 *
 * However the endpoint ends, a resource that exists is in the stack's record: a physical id that is known beforehand
 * is recorded before the creating call, one that the service assigns together with the service's own record.
 */
export async function createResource(
  engine: CloudFormationEngine,
  stack: Stack,
  wanted: StackResource,
  kind: 'CREATE' | 'UPDATE' = 'CREATE',
  isCancelled: () => boolean = () => false,
): Promise<StackResource> {
  const creation = new Creation(engine, stack, wanted, kind);
  try {
    const { physicalId, attributes = {} } = await creation.run();
    creation.identify(physicalId);
    if (engine.closed) return creation.current;
    return creation.settle({
      attributes,
      ...(isCancelled()
        ? {
            status: `${kind}_FAILED`,
            reason: `Resource ${kind === 'CREATE' ? 'creation' : 'update'} cancelled`,
          }
        : { status: `${kind}_COMPLETE`, reason: undefined }),
    });
  } catch (thrown) {
    // What the end of the endpoint cut short is sorted out when it starts again.
    if (engine.closed) return creation.current;
    const refused = creation.current.claimed === true && AwsError.from(thrown).status < 500;
    return creation.settle({
      status: `${kind}_FAILED`,
      reason: failureReason(engine, wanted, thrown),
      // Refused, so it was not made. After any other failure it may have been, and is deleted by its name.
      ...(refused && { physicalId: undefined }),
    });
  }
}

class Creation {
  readonly #engine: CloudFormationEngine;
  readonly #stack: Stack;
  readonly #kind: 'CREATE' | 'UPDATE';
  current: StackResource;

  constructor(engine: CloudFormationEngine, stack: Stack, wanted: StackResource, kind: 'CREATE' | 'UPDATE') {
    this.#engine = engine;
    this.#stack = stack;
    this.#kind = kind;
    this.current = { ...wanted, physicalId: undefined, attributes: {} };
  }

  async run(): Promise<Provisioned> {
    await paceStep(this.#engine);
    const type = typeOf(this.current);
    const properties = parseProperties(type, this.current.properties) as never;
    return type.physicalIdOf === undefined
      ? this.#createAssigned(type, properties)
      : this.#createNamed(type, type.physicalIdOf(properties, this.#context()), properties);
  }

  settle(outcome: Partial<StackResource>): StackResource {
    this.current = setResource(this.#engine, this.#stack, {
      ...this.current,
      claimed: undefined,
      ...outcome,
    });
    return this.current;
  }

  readonly identify = (physicalId: string): void => {
    const { current } = this;
    if (current.physicalId === physicalId && current.claimed !== true) return;
    if (current.physicalId !== physicalId) refuseOwned(this.#engine, current, physicalId);
    const identified = { ...current, physicalId, claimed: undefined };
    if (this.#engine.closed) this.#keep(identified);
    else {
      this.current = identified;
      this.settle({ status: `${this.#kind}_IN_PROGRESS`, reason: 'Resource creation Initiated' });
    }
  };

  async #createNamed(type: ResourceType, physicalId: string, properties: never): Promise<Provisioned> {
    const { current } = this;
    const context = this.#context(this.identify);
    refuseOwned(this.#engine, current, physicalId);
    if (await type.exists?.({ physicalId, properties }, context)) {
      throw alreadyExists(type.type, physicalId);
    }
    // A sibling may have claimed the name while the service was asked.
    refuseOwned(this.#engine, current, physicalId);
    this.#keep({ ...current, physicalId, claimed: true });
    this.#engine.context.state.flush();
    return type.create(properties, context, physicalId);
  }

  async #createAssigned(type: ResourceType, properties: never): Promise<Provisioned> {
    const identified = Promise.withResolvers<void>();
    const context = this.#context((physicalId) => {
      this.identify(physicalId);
      identified.resolve();
    });
    let created = Promise.reject<Provisioned>(new Error('not begun'));
    created.catch(() => {});
    await this.#engine.context.state.atomically(async () => {
      created = type.create(properties, context, '').then((provisioned) => {
        this.identify(provisioned.physicalId);
        return provisioned;
      });
      await Promise.race([identified.promise, created]);
    });
    return created;
  }

  /** Records without an event: nothing has happened that AWS would tell. */
  #keep(record: StackResource): void {
    this.current = record;
    this.#stack.resources[record.logicalId] = record;
    this.#engine.stacks.save(this.#stack);
  }

  #context(identify: (physicalId: string) => void = () => {}): ResourceContext {
    return resourceContext(this.#engine, this.#stack, this.current.logicalId, identify);
  }
}
