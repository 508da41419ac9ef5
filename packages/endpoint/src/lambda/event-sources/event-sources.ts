import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { EndpointContext } from '../../core/context.ts';
import type { Collection } from '../../core/state.ts';
import { lambdaError } from '../errors.ts';
import { functionArn, parseReference } from '../input/function-reference.ts';
import type { Tagged } from '../tagged-resource.ts';
import { startStreamPoller } from './dynamodb/stream-poller.ts';
import { type Checkpoint, startOf } from './dynamodb/stream-reader.ts';
import { describeMapping, type Mapping, type MappingTransition } from './mapping.ts';
import type { CreateMappingInput, UpdateMappingInput } from './mapping-input.ts';
import type { Poller } from './poller.ts';
import { mergeSettings, refuseOtherSources } from './settings.ts';
import { isFifo, kindOf } from './source-arn.ts';
import { alreadyMapped, checkSource, checkStart } from './source-checks.ts';
import { startQueuePoller } from './sqs/queue-poller.ts';

export interface MappingFilter {
  EventSourceArn?: string | undefined;
  FunctionName?: string | undefined;
}

/** The event source mappings of the account: their records, and the pollers that run them. */
export interface EventSources {
  create(input: CreateMappingInput): Promise<EventSourceMappingConfiguration>;
  get(uuid: string): EventSourceMappingConfiguration;
  update(input: UpdateMappingInput): Promise<EventSourceMappingConfiguration>;
  delete(uuid: string): EventSourceMappingConfiguration;
  list(filter: MappingFilter): EventSourceMappingConfiguration[];
  /** @throws ResourceNotFoundException, which names the ARN as it was given. */
  tagged(uuid: string, arn: string): Tagged;
  /** Starts the pollers of the mappings that were kept. */
  resume(): Promise<void>;
  /** Stops the pollers; invocations in flight are abandoned, and their records come again. */
  close(): Promise<void>;
}

export function createEventSources(context: EndpointContext): EventSources {
  return new MappingRegistry(context);
}

/** How long a mapping takes to reach its next state, where the endpoint is as slow as AWS. */
const TRANSITION_MS = 1000;

/** A mapping takes one change at a time. @throws ResourceInUseException */
function checkNotInUse({ transition }: Mapping, change: 'update' | 'delete'): void {
  if (transition === undefined) return;
  throw lambdaError.resourceInUse(`Cannot ${change} the event source mapping because it is in use.`);
}

class MappingRegistry implements EventSources {
  readonly #context: EndpointContext;
  readonly #mappings: Collection<Mapping>;
  readonly #checkpoints: Collection<Checkpoint>;
  readonly #pollers = new Map<string, Poller>();
  #closed = false;

  constructor(context: EndpointContext) {
    this.#context = context;
    this.#mappings = context.state.collection('lambda/event-source-mappings');
    this.#checkpoints = context.state.collection('lambda/event-source-checkpoints');
  }

  async create(input: CreateMappingInput): Promise<EventSourceMappingConfiguration> {
    const sourceArn = input.EventSourceArn ?? '';
    const kind = kindOf(sourceArn);
    if (kind === undefined) throw lambdaError.invalidParameter('Unrecognized event source.');
    refuseOtherSources(input);
    checkStart(kind, sourceArn, input.StartingPosition);
    const settings = mergeSettings(kind, isFifo(sourceArn), input);
    const arn = this.#functionArn(input.FunctionName);
    await checkSource(this.#context, kind, sourceArn, arn);
    const twin = this.#mappings
      .values()
      .find((known) => known.sourceArn === sourceArn && known.functionArn === arn);
    if (twin !== undefined) throw alreadyMapped(twin);
    const mapping: Mapping = {
      uuid: this.#context.newId(),
      kind,
      sourceArn,
      functionArn: arn,
      enabled: input.Enabled ?? true,
      settings,
      ...(input.StartingPosition && { startingPosition: input.StartingPosition }),
      modified: new Date(this.#context.clock.now()),
      lastResult: 'No records processed',
      tags: input.Tags ?? {},
    };
    if (input.StartingPosition !== undefined) {
      const start = await startOf(this.#context, sourceArn, input.StartingPosition);
      this.#checkpoints.set(mapping.uuid, start);
    }
    this.#enter(mapping, 'Creating', () => this.#start(mapping));
    return describeMapping(mapping, 'Creating');
  }

  get(uuid: string): EventSourceMappingConfiguration {
    return describeMapping(this.#find(uuid));
  }

  async update(input: UpdateMappingInput): Promise<EventSourceMappingConfiguration> {
    const before = this.#find(input.UUID);
    checkNotInUse(before, 'update');
    refuseOtherSources(input);
    const { kind, sourceArn } = before;
    const arn = input.FunctionName === undefined ? before.functionArn : this.#functionArn(input.FunctionName);
    mergeSettings(kind, isFifo(sourceArn), input, before.settings);
    if (arn !== before.functionArn) await checkSource(this.#context, kind, sourceArn, arn);
    // Read again: looking at the function may have let another request in.
    const current = this.#find(input.UUID);
    checkNotInUse(current, 'update');
    const mapping: Mapping = {
      ...current,
      functionArn: arn,
      settings: mergeSettings(kind, isFifo(sourceArn), input, current.settings),
      enabled: input.Enabled ?? current.enabled,
      modified: new Date(this.#context.clock.now()),
    };
    const state =
      mapping.enabled === current.enabled ? 'Updating' : mapping.enabled ? 'Enabling' : 'Disabling';
    const stopped = this.#stop(mapping.uuid);
    // The next poller takes over where this one stops, and not before.
    this.#enter(mapping, state, () => {
      void stopped.then(() => {
        if (this.#mappings.get(mapping.uuid) === mapping) this.#start(mapping);
      });
    });
    return describeMapping(mapping, state);
  }

  delete(uuid: string): EventSourceMappingConfiguration {
    const mapping = this.#find(uuid);
    checkNotInUse(mapping, 'delete');
    void this.#stop(uuid);
    this.#enter(mapping, 'Deleting', () => this.#forget(uuid));
    return describeMapping(mapping, 'Deleting');
  }

  list(filter: MappingFilter): EventSourceMappingConfiguration[] {
    const arn = filter.FunctionName === undefined ? undefined : this.#functionArn(filter.FunctionName);
    return [...this.#mappings.values()]
      .filter((mapping) => filter.EventSourceArn === undefined || mapping.sourceArn === filter.EventSourceArn)
      .filter((mapping) => arn === undefined || mapping.functionArn === arn)
      .map((mapping) => describeMapping(mapping));
  }

  tagged(uuid: string, arn: string): Tagged {
    const mapping = this.#mappings.get(uuid);
    if (mapping === undefined) throw lambdaError.notFound(`Event source mapping not found: ${arn}`);
    return {
      tags: mapping.tags,
      replaceTags: (tags) => {
        mapping.tags = tags;
        this.#mappings.set(uuid, mapping);
      },
    };
  }

  async resume(): Promise<void> {
    for (const mapping of [...this.#mappings.values()]) {
      const { transition } = mapping;
      if (transition?.state === 'Deleting') this.#forget(mapping.uuid);
      else this.#settle(mapping, () => this.#start(mapping));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const poller of this.#pollers.values()) void poller.stop();
    this.#pollers.clear();
  }

  /** Keeps a mapping that takes on a state, and goes on at once or, where the endpoint is as slow as AWS, later. */
  #enter(mapping: Mapping, state: MappingTransition['state'], then: () => void): void {
    const { realistic, clock } = this.#context;
    if (realistic) mapping.transition = { state, until: clock.now() + TRANSITION_MS };
    this.#mappings.set(mapping.uuid, mapping);
    if (mapping.transition === undefined) {
      then();
      return;
    }
    const { transition } = mapping;
    clock.after(TRANSITION_MS, () => {
      if (mapping.transition === transition && !this.#closed) this.#settle(mapping, then);
    });
  }

  #settle(mapping: Mapping, then: () => void): void {
    if (mapping.transition !== undefined) {
      delete mapping.transition;
      this.#mappings.set(mapping.uuid, mapping);
    }
    then();
  }

  #stop(uuid: string): Promise<void> {
    const poller = this.#pollers.get(uuid);
    this.#pollers.delete(uuid);
    return poller?.stop() ?? Promise.resolve();
  }

  #forget(uuid: string): void {
    this.#mappings.delete(uuid);
    this.#checkpoints.delete(uuid);
  }

  #start(mapping: Mapping): void {
    if (!mapping.enabled || this.#pollers.has(mapping.uuid)) return;
    const poller = {
      context: this.#context,
      mapping,
      report: (result: string) => this.#report(mapping.uuid, result),
      checkpoint: () => this.#checkpoints.get(mapping.uuid) ?? {},
      advance: (checkpoint: Checkpoint) => {
        if (this.#mappings.has(mapping.uuid)) this.#checkpoints.set(mapping.uuid, checkpoint);
      },
    };
    this.#pollers.set(
      mapping.uuid,
      mapping.kind === 'sqs' ? startQueuePoller(poller) : startStreamPoller(poller),
    );
  }

  #report(uuid: string, result: string): void {
    const mapping = this.#mappings.get(uuid);
    if (mapping === undefined || mapping.lastResult === result) return;
    mapping.lastResult = result;
    this.#mappings.set(uuid, mapping);
  }

  #find(uuid: string): Mapping {
    const mapping = this.#mappings.get(uuid);
    if (mapping === undefined) throw lambdaError.notFound('The resource you requested does not exist.');
    return mapping;
  }

  #functionArn(name: string): string {
    const reference = parseReference(this.#context, name);
    return functionArn(this.#context, reference.name, reference.qualifier);
  }
}
